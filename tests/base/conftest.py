"""Settings of the property tests (a busy machine is no reason to fail), and installations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from .installations import Installation, Template

settings.register_profile(
    "luodi", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("luodi")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """A migrated database to copy."""
    made = Template(tmp_path_factory.mktemp("template"))
    yield made
    made.close()


@pytest.fixture
def install(template: Template, tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """Make installations by name: `install("a")`, `install("b", empty=True)`."""
    with ExitStack() as stack:
        yield lambda name, **how: stack.enter_context(template.copy(tmp_path / name, **how))


@pytest.fixture
def installation(install: Callable[..., Installation]) -> Installation:
    """A fresh installation."""
    return install("installation")
