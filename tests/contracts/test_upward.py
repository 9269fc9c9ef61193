"""Import contracts do not see strings: nothing may name what lies above it in the house.

Looked at are the relations of models, and every string in Python and in templates that is the name
of an address, a template, a static file, a module, a model, a permission or an event of an area.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from tests.contracts.house import SOURCE, files, layers, ranks, shown

RANKS = ranks()
_PACKAGE = "|".join(sorted(RANKS))
_ADDRESS = re.compile(rf"(?P<package>{_PACKAGE}):\w+")
_FILE = re.compile(rf"(?P<package>{_PACKAGE})/[\w./-]+\.(?:html|txt|css|js|svg|png)")
_DOTTED = re.compile(rf"(?:luodi\.)?(?P<package>{_PACKAGE})(?:\.\w+)+")
_QUOTED = re.compile(r"""(["'])([\w.:/-]+)\1""")
_TAG = re.compile(r"{%\s*(\w+)(.*?)%}", re.DOTALL)


def upward(package: str, text: str) -> str | None:
    """Return the package that the text names, when that lies above or beside the package."""
    for pattern in (_ADDRESS, _FILE, _DOTTED):
        if match := pattern.fullmatch(text):
            named = match["package"]
            if named != package and RANKS[named] <= RANKS[package]:
                return named
    return None


def complaints(source: Path) -> list[str]:
    """Return every upward string below a source folder."""
    found = []
    for file in files(".py", ".html", ".txt", below=source):
        package = file.relative_to(source).parts[0]
        if package not in RANKS or "migrations" in file.parts:
            continue
        for line, text in _strings(file):
            if named := upward(package, text):
                found.append(f"{shown(file)}:{line}: “{text}” is of {named}, above {package}")
    return found


def _strings(file: Path) -> Iterator[tuple[int, str]]:
    if file.suffix == ".py":
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.lineno, node.value
    elif "templates" in file.parts:
        yield from _in_template(file.read_text("utf-8"))


def _in_template(text: str) -> Iterator[tuple[int, str]]:
    for tag in _TAG.finditer(text):
        line = text.count("\n", 0, tag.start()) + 1
        words = [match[2] for match in _QUOTED.finditer(tag[2])]
        if tag[1] == "load":
            words = [
                f"{_libraries()[name]}.templatetags"
                for name in tag[2].split()
                if name in _libraries()
            ]
        yield from ((line, word) for word in words)


def _libraries() -> dict[str, str]:
    """Which package each of our template tag libraries is of."""
    return {
        file.stem: file.relative_to(SOURCE).parts[0] for file in SOURCE.glob("*/templatetags/*.py")
    }


def relations() -> Iterator[tuple[str, str, str]]:
    """Give every relation of a model of ours: field, package, package of the other model."""
    for config in apps.get_app_configs():
        if not config.name.startswith("luodi."):
            continue
        for model in config.get_models():
            for field in model._meta.get_fields(include_hidden=True):
                other = getattr(field, "related_model", None)
                if other is None or field.auto_created or isinstance(other, str):
                    continue
                yield f"{model._meta.label}.{field.name}", config.label, other._meta.app_label


def points_up(package: str, other: str) -> bool:
    """Answer whether a relation from the package leads above it."""
    return other in RANKS and other != package and RANKS[other] <= RANKS[package]


def test_no_string_names_what_lies_above() -> None:
    assert complaints(SOURCE) == []


def test_no_relation_leads_upward() -> None:
    seen = list(relations())
    assert len(seen) > 10
    assert [name for name, package, other in seen if points_up(package, other)] == []


@pytest.mark.parametrize(
    ("package", "text"),
    [
        ("base", "documents:review"),
        ("people", "web:dashboard"),
        ("base", "documents/review.html"),
        ("people", "documents/review.css"),
        ("places", "luodi.people.models"),
        ("base", "people.Person"),
        ("people", "documents.view_documents"),
        ("portal", "web:dashboard"),
        ("documents", "commitments.plan.approved"),
    ],
)
def test_an_upward_string_is_noticed(package: str, text: str) -> None:
    assert upward(package, text)


@pytest.mark.parametrize(
    ("package", "text"),
    [
        ("web", "documents:review"),
        ("documents", "base/shell.html"),
        ("documents", "documents:review"),
        ("people", "account_login"),
        ("base", "text/html"),
        ("base", "See documents.views for more"),
    ],
)
def test_a_downward_string_is_none(package: str, text: str) -> None:
    assert upward(package, text) is None


def test_upward_strings_are_found_in_code_and_in_templates(tmp_path: Path) -> None:
    (tmp_path / "base" / "templates").mkdir(parents=True)
    (tmp_path / "base" / "views.py").write_text("def f():\n    return reverse('web:dashboard')\n")
    page = "{% extends 'base/shell.html' %}\n{% include \"people/slip.html\" with a='x' %}\n"
    page += "<a href=\"{% url 'documents:review' uuid=a %}\">"
    (tmp_path / "base" / "templates" / "a.html").write_text(page)
    assert [complaint.split(": ")[0] for complaint in complaints(tmp_path)] == [
        "a.html:2",
        "a.html:3",
        "views.py:2",
    ]


def test_an_upward_relation_is_noticed() -> None:
    assert points_up("people", "documents")
    assert points_up("portal", "web")
    assert not points_up("documents", "people")
    assert not points_up("people", "auth")


def test_the_layers_name_every_package() -> None:
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    assert packages <= set().union(*layers())
