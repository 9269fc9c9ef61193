"""Writes the reference pages that follow from the code: settings, data model, events.

`python -m luodi.config.reference` writes them; a test compares them with the code.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .settings.knobs import KNOBS

Page = tuple[str, str]
MADE = "<!-- made by `python -m luodi.config.reference`; do not edit -->\n\n"


def pages() -> Iterator[Page]:
    """Yield each page's file name and text; needs Django set up."""
    yield "settings.md", MADE + _settings()
    yield "data-model.md", MADE + _overview()
    for config in _areas():
        yield f"data-model-{config.label}.md", MADE + _data_model(config)
    yield "events.md", MADE + _events()


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n"


def _table(heads: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    return _row(*heads) + _row(*("---" for _ in heads)) + "".join(_row(*row) for row in rows)


def _settings() -> str:
    rows: list[tuple[object, ...]] = [
        (f"`{k.name}`", f"`{_shown(k.default)}`", k.en, k.zh) for k in KNOBS
    ]
    intro = "# Settings\n\nEach is one environment variable; without it the default holds.\n\n"
    return intro + _table(("variable", "default", "what it does", "说明"), rows)


def _shown(default: Any) -> str:
    return ",".join(default) if isinstance(default, list) else str(default)


def _overview() -> str:
    """Return the list of areas, from the bottom of the house up, with their tables."""
    parts = ["# Data model\n\nOne page an area, from the bottom of the house up.\n\n"]
    for config in reversed(list(_areas())):
        names = ", ".join(model.__name__ for model in _models(config))
        parts.append(f"- [{config.label}](data-model-{config.label}.md): {names}\n")
    return "".join(parts)


def _data_model(config: Any) -> str:
    parts = [f"# Data model: {config.label}\n"]
    parts += [_model(model) for model in _models(config)]
    return "".join(parts)


def _areas() -> Iterator[Any]:
    from django.apps import apps

    ours = (config for config in apps.get_app_configs() if config.name.startswith("luodi."))
    return (config for config in ours if _models(config))


def _models(config: Any) -> list[Any]:
    """Return the models that the area itself defines, and no others under its name."""
    home = f"{config.name}."
    return [model for model in config.get_models() if model.__module__.startswith(home)]


def _model(model: Any) -> str:
    says = " ".join((model.__doc__ or "").split())
    rows = [(f"`{f.name}`", _kind(f), _about(f)) for f in model._meta.fields]
    return f"\n## {model.__name__}\n{says}\n\n" + _table(("field", "kind", "about"), rows)


def _kind(field: Any) -> str:
    if field.is_relation and field.related_model:
        return f"→ {field.related_model._meta.label}"
    return str(field.get_internal_type()).removesuffix("Field").lower()


def _about(field: Any) -> str:
    facts = []
    if field.unique and not field.primary_key:
        facts.append("unique")
    if field.null:
        facts.append("may be unknown")
    if field.choices:
        facts.append("one of " + ", ".join(str(value) for value, _ in field.flatchoices if value))
    return "; ".join(facts)


def _events() -> str:
    from django.apps import apps

    from luodi.base.events import all_event_types

    ours = [config for config in apps.get_app_configs() if config.name.startswith("luodi.")]
    for config in ours:
        if find_spec(f"{config.name}.services"):
            import_module(f"{config.name}.services")
    areas = {config.label for config in ours}
    types = [e for e in all_event_types() if e.name.partition(".")[0] in areas]
    rows: list[tuple[object, ...]] = [(f"`{e.name}`", e.en, e.zh) for e in types]
    intro = "# Events\n\nWhat the ledger records, each with its sentence.\n\n"
    return intro + _table(("event", "sentence", "句子"), rows)


def main() -> None:
    """Write the pages into docs/reference of the checkout."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")
    django.setup()
    folder = Path(__file__).resolve().parents[3] / "docs" / "reference"
    for name, text in pages():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
