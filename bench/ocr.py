"""How well and how fast scans are recognised: character accuracy and seconds a page.

    python bench/ocr.py --pdf FOLDER --text FOLDER [--pages N]

Needs the extra `ocr`. Pages of PDF files that have a text layer are made into pictures at 150 and
200 dots an inch and recognised again; texts are set in Noto CJK on A4 and recognised. Compared is
what luodi reads from the text layer (or the text itself) with what it reads from the pictures,
without blanks and breaks, in full and half width alike. A scan by a machine is worse than these:
"noisy" adds grain, blur, 1.2 degrees of slant and JPEG at quality 40.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from luodi.reading.formats import extract
from luodi.reading.formats.scanned import LOW, recognise, scan_limits

FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
_BLANK = re.compile(r"\s+")


def plain(text: str) -> str:
    """The characters that count: no blanks, one width of digits and signs."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def distance(one: str, other: str) -> int:
    """Insertions, deletions and replacements from one text to the other, in a band."""
    width = max(200, abs(len(one) - len(other)) + 200)
    before = {j: j for j in range(min(len(other), width) + 1)}
    for i, character in enumerate(one, 1):
        low, high = max(0, i - width), min(len(other), i + width)
        now: dict[int, int] = {}
        for j in range(low, high + 1):
            best = before.get(j, 1 << 30) + 1
            if j > 0:
                best = min(best, now.get(j - 1, 1 << 30) + 1)
                best = min(best, before.get(j - 1, 1 << 30) + (other[j - 1] != character))
            now[j] = best
        before = now
    return before[len(other)]


def noisy(page: Image.Image, seed: int) -> Image.Image:
    """The page as a poor machine scans it."""
    rough = random.Random(seed)
    turned = page.convert("L").rotate(rough.choice([-1.2, 1.2]), fillcolor=255)
    grain = Image.effect_noise(turned.size, 60)
    mixed = Image.blend(turned.filter(ImageFilter.GaussianBlur(0.8)), grain, 0.12)
    out = io.BytesIO()
    mixed.save(out, "JPEG", quality=40)
    return Image.open(out).convert("RGB")


def as_pdf(pages: list[Image.Image], dpi: int) -> bytes:
    """The pages as a scanned PDF."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=85)
    return out.getvalue()


def of_pdf(path: Path, most: int) -> tuple[str, dict[int, list[Image.Image]]]:
    """What the text layer of the first pages says, and their pictures by dots an inch."""
    whole = pdfium.PdfDocument(path)
    part = pdfium.PdfDocument.new()
    part.import_pages(whole, list(range(min(most, len(whole)))))
    out = io.BytesIO()
    part.save(out)
    text = extract(out.getvalue(), path.name).text
    return text, {
        dpi: [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in part]
        for dpi in (150, 200)
    }


def set_text(text: str, most: int) -> tuple[str, dict[int, list[Image.Image]]]:
    """The text set as an official document is: 22 lines of 28 characters of 16 points."""
    pages: list[list[str]] = [[]]
    kept: list[str] = []
    for line in filter(None, text.splitlines()):
        rows = [("　　" + line)[at : at + 28] for at in range(0, len(line) + 2, 28)]
        if len(pages[-1]) + len(rows) > 22:
            if len(pages) == most:
                break
            pages.append([])
        pages[-1] += rows[:22]
        kept.append("".join(rows[:22]).strip())
    return "\n".join(kept), {dpi: [_drawn(page, dpi) for page in pages] for dpi in (150, 200)}


def _drawn(rows: list[str], dpi: int) -> Image.Image:
    dot = dpi / 25.4
    page = Image.new("RGB", (round(210 * dot), round(297 * dot)), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, round(16 / 72 * dpi))
    for at, row in enumerate(rows):
        for place, character in enumerate(row):
            x, y = (28 + place * 156 / 28) * dot, (37 + at * 225 / 22) * dot
            draw.text((x, y), character, "black", font)
    return page


def rows(options: argparse.Namespace) -> Iterator[tuple[str, str, int, str, list[Image.Image]]]:
    """Every measurement: name, kind, dots an inch, the words, the pages."""
    sources = [(path, of_pdf(path, options.pages)) for path in sorted(options.pdf.glob("*.pdf"))]
    texts = sorted(options.text.glob("*.txt"))[:: options.every]
    sources += [(path, set_text(path.read_text("utf-8"), options.pages)) for path in texts]
    for path, (text, pictures) in sources:
        for dpi, pages in pictures.items():
            yield path.name, "clean", dpi, text, pages
        rough = [noisy(page, at) for at, page in enumerate(pictures[150])]
        yield path.name, "noisy", 150, text, rough


def main() -> None:
    """Measure and print a line for each document and a table by kind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pdf", type=Path, required=True)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--every", type=int, default=40)
    options = parser.parse_args()
    total: dict[tuple[str, str, int], list[float]] = {}
    for name, kind, dpi, text, pages in rows(options):
        began, cpu = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        read = recognise(as_pdf(pages, dpi), "a.pdf", scan_limits())
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = spent.ru_utime + spent.ru_stime - cpu.ru_utime - cpu.ru_stime
        meant, seen = plain(text), plain(read.text)
        wrong = distance(meant, seen)
        pairs = _low_and_wrong(read, text)
        print(
            f"{name} {kind} {dpi} pages {len(pages)} characters {len(meant)} wrong {wrong} "
            f"accuracy {1 - wrong / len(meant):.4f} wall {time.monotonic() - began:.1f} "
            f"cpu {seconds:.1f} lines {len(read.lines)} "
            f"low {pairs[0]} bad {pairs[1]} both {pairs[2]}",
            flush=True,
        )
        key = ("pdf" if name.endswith(".pdf") else "text", kind, dpi)
        sums = total.setdefault(key, [0.0] * 8)
        one = [len(pages), len(meant), wrong, seconds, len(read.lines), *pairs]
        total[key] = [a + b for a, b in zip(sums, one, strict=True)]
    print(f"largest child {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB")
    for (source, kind, dpi), (n, count, wrong, seconds, lines, low, bad, both) in total.items():
        print(
            f"| {source} | {kind} | {dpi} | {n:.0f} | {count:.0f} | {1 - wrong / count:.4f} | "
            f"{seconds / n:.1f} | {lines:.0f} | {bad:.0f} | {low:.0f} | {both:.0f} |"
        )


def _low_and_wrong(read: object, text: str) -> tuple[int, int, int]:
    """Lines of low confidence, lines with a wrong character, and lines that are both."""
    words, lines = read.text, read.lines  # type: ignore[attr-defined]
    meant = plain(text)
    low = bad = both = 0
    for line in lines:
        unsure = line.confidence < LOW
        wrong = plain(words[line.start : line.end]) not in meant
        low, bad, both = low + unsure, bad + wrong, both + (unsure and wrong)
    return low, bad, both


if __name__ == "__main__":
    main()
