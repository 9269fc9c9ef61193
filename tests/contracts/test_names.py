"""Names that must mean something: permissions are asked, events are recorded, links lead somewhere."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
import rules
from tests.contracts.house import ROOT, SOURCE, files, shown

from luodi.base.events import all_event_types

PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]


def _constants(suffix: str, call: str) -> dict[str, set[str]]:
    """The constants that files of that name make by a call, by package."""
    found: dict[str, set[str]] = {}
    for file in files(".py"):
        if file.name != suffix and file.parent.name != suffix.removesuffix(".py"):
            continue
        for node in ast.parse(file.read_text("utf-8")).body:
            if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
                continue
            if getattr(node.value.func, "id", "") in call.split("|"):
                names = {target.id for target in node.targets if isinstance(target, ast.Name)}
                found.setdefault(file.relative_to(SOURCE).parts[0], set()).update(names)
    return found


def _used() -> Counter[str]:
    """How often each name is used (not set) in the code."""
    return Counter(
        node.attr if isinstance(node, ast.Attribute) else node.id
        for file in files(".py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load)
    )


@pytest.mark.parametrize(
    ("file", "call"),
    [("permissions.py", "declare|_declare"), ("events.py", "declare_event")],
)
def test_what_is_declared_is_used(file: str, call: str) -> None:
    declared, used = _constants(file, call), _used()
    assert declared
    assert {f"{p}.{n}" for p, names in declared.items() for n in names if not used[n]} == set()


def test_permissions_and_events_carry_the_name_of_their_area() -> None:
    packages = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    names = [*rules.permissions.permissions, *(event.name for event in all_event_types())]
    assert {name for name in names if name.partition(".")[0] not in {*packages, "test"}} == set()


@pytest.mark.parametrize("document", PAGES, ids=shown)
def test_links_of_the_documentation_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8"))
    local = [target.partition("#")[0] for target in targets if "://" not in target]
    missing = [target for target in local if target and not (document.parent / target).exists()]
    assert missing == []
