"""The machine a bundle is for: which lines of a universal lock and which wheels fit it."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from .messages import stop

GLIBC = 28  # 2.28: the oldest that the supported systems have
_OPERATORS: dict[type[ast.cmpop], Callable[[object, object], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,  # type: ignore[dict-item]
    ast.LtE: operator.le,  # type: ignore[dict-item]
    ast.Gt: operator.gt,  # type: ignore[dict-item]
    ast.GtE: operator.ge,  # type: ignore[dict-item]
}


@dataclass(frozen=True)
class Target:
    """A Linux machine with glibc: its processor and its Python."""

    machine: str
    python: str

    def __str__(self) -> str:
        return f"Linux {self.machine}, Python {self.python}"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"3\.(1[1-9]|[2-9]\d)", self.python):
            stop(
                f"不支持 Python {self.python}，需 3.11 及以上，如 3.11。",
                f"Python {self.python} is not supported: 3.11 or later, written like 3.11.",
            )

    def pip_flags(self) -> list[str]:
        """Return what tells pip to fetch wheels for this machine and nothing else."""
        tags = [f"manylinux_2_{minor}_{self.machine}" for minor in range(GLIBC, 4, -1)]
        tags += [f"manylinux{old}_{self.machine}" for old in ("2014", "2010", "1")]
        flags = ["--only-binary=:all:", "--implementation", "cp", "--python-version", self.python]
        flags += ["--abi", f"cp{self.python.replace('.', '')}"]
        return [*flags, *(f"--platform={tag}" for tag in tags)]

    def choose(self, lock: str) -> str:
        """Return the entries of a universal lock that hold on this machine, without markers.

        pip would ask the markers of the machine that packs.
        """
        kept = []
        for entry in re.split(r"\n(?=[^\s#])", lock.strip()):
            head, *hashes = entry.split("\n")
            requirement, _, marker = head.rstrip("\\ ").partition(" ; ")
            if not marker or self.fits(marker):
                kept.append("\n".join([f"{requirement} \\" if hashes else requirement, *hashes]))
        return "\n".join(kept) + "\n"

    def fits(self, marker: str) -> bool:
        """Answer whether a marker holds here; refuses one with names it does not know."""
        return self._holds(ast.parse(marker.strip(), mode="eval").body)

    def _holds(self, node: ast.expr) -> bool:
        if isinstance(node, ast.BoolOp):
            every = all if isinstance(node.op, ast.And) else any
            return every(self._holds(value) for value in node.values)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = self._value(node.left), self._value(node.comparators[0])
            if any(isinstance(side, ast.Name) and side.id.startswith("python")
                   for side in (node.left, *node.comparators)):  # fmt: skip
                left, right = _version(left), _version(right)
            compare = _OPERATORS.get(type(node.ops[0]))
            if compare:
                return compare(left, right)
        stop(
            f"无法理解的条件：{ast.unparse(node)}", f"A marker not understood: {ast.unparse(node)}"
        )

    def _value(self, node: ast.expr) -> object:
        facts = {
            "python_full_version": f"{self.python}.99",
            "python_version": self.python,
            "platform_machine": self.machine,
            "platform_system": "Linux",
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "sys_platform": "linux",
            "os_name": "posix",
        }
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name) and node.id in facts:
            return facts[node.id]
        stop(
            f"无法理解的条件：{ast.unparse(node)}", f"A marker not understood: {ast.unparse(node)}"
        )


def _version(text: object) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", str(text)))
