"""Which functions are jobs: declared in the areas' `tasks.py`, found when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from django.utils.module_loading import autodiscover_modules

Function = TypeVar("Function", bound=Callable[..., None])


@dataclass(frozen=True, slots=True)
class Declared:
    """A job's name, its function, and how often it comes by itself (None: only when asked for)."""

    name: str
    function: Callable[..., None]
    every: timedelta | None = None


_JOBS: dict[str, Declared] = {}
_state = {"found": False}


def job(name: str) -> Callable[[Function], Function]:
    """Declare a function `(run, **args) -> None` as a job; refuses a name taken by another."""

    def declare(function: Function) -> Function:
        known = _JOBS.get(name)
        if known and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"job declared twice: {name}")
        _JOBS[name] = Declared(name, function, known.every if known else None)
        return function

    return declare


def periodic(*, every: timedelta) -> Callable[[Function], Function]:
    """Make a declared job come by itself; stands above `@job` and refuses any other function."""

    def declare(function: Function) -> Function:
        for name, known in _JOBS.items():
            if known.function is function:
                _JOBS[name] = replace(known, every=every)
                return function
        raise ValueError(f"not a job: {function.__qualname__}")

    return declare


def declared(name: str) -> Declared | None:
    """Return the job of that name, or None when no area declares it."""
    _find()
    return _JOBS.get(name)


def periodic_jobs() -> list[Declared]:
    """Return the jobs that come by themselves, by name."""
    _find()
    return [known for _, known in sorted(_JOBS.items()) if known.every]


def _find() -> None:
    if not _state["found"]:
        autodiscover_modules("tasks")
        _state["found"] = True


def forget(name: str) -> Any:
    """Take a declaration back; for tests."""
    return _JOBS.pop(name, None)
