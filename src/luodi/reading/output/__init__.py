"""The formats of `luodi read`: table, jsonl, csv, xlsx, html; each imported where asked for."""

from __future__ import annotations

from luodi.reading.output.records import ReadFile, bundled, to_json

__all__ = ["ReadFile", "bundled", "to_json"]
