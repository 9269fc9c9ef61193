"""The formats of `luodi read`: table, jsonl, csv, xlsx, html; each imported where asked for."""

from __future__ import annotations

from luodi.reading.output.records import ReadFile, to_json

__all__ = ["ReadFile", "to_json"]
