"""How much a foreign file may ask for."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one parse: sizes in bytes, times in seconds, `characters` of extracted text,
    `pixels` of one picture as its file states them."""

    bytes: int = 50 * MEBIBYTE
    unpacked: int = 400 * MEBIBYTE
    part: int = 64 * MEBIBYTE
    entries: int = 5_000
    characters: int = 5_000_000
    pages: int = 2_000
    pixels: int = 120_000_000
    memory: int = 1536 * MEBIBYTE
    cpu_seconds: int = 60
    wall_seconds: float = 90.0
    output: int = 64 * MEBIBYTE
    file_bytes: int = 256 * MEBIBYTE
