"""Small PDF and OFD files drawn on the spot: words at places, ruled lines, pictures."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from tests.reading.formats.samples import zipped

from luodi.reading.errors import FormatError
from luodi.reading.formats import Limits, extract_isolated

WIDTH, HEIGHT = 595, 842


def answered(data: bytes, name: str, limits: Limits | None = None) -> str:
    """The text, or what is said in its place; a crash, a hang or silence fails the test."""
    try:
        said = extract_isolated(data, name, limits).text
    except FormatError as error:
        said = error.message_zh
    assert said
    return said


@dataclass
class Drawn:
    """One page; places in points from the top left corner."""

    words: list[tuple[float, float, float, str]] = field(default_factory=list)
    strokes: list[tuple[float, float, float, float]] = field(default_factory=list)
    picture: bool = False
    turned: int = 0
    slanted: str = ""

    def write(self, x: float, y: float, text: str, size: float = 16) -> Drawn:
        """Words on the line `y`."""
        self.words.append((x, y, size, text))
        return self

    def lines(self, *texts: str, top: float = 120, left: float = 90, size: float = 16) -> Drawn:
        """Lines of a body; two blanks in front are an indent of two characters."""
        for number, text in enumerate(texts):
            indent = 2 * size if text.startswith("  ") else 0
            self.write(left + indent, top + 28 * number, text.strip(), size)
        return self

    def table(
        self, columns: list[float], rows: list[float], cells: list[list[str | None]]
    ) -> Drawn:
        """A ruled table; None is joined to the cell above it."""
        for x in columns:
            self.strokes.append((x, rows[0], x, rows[-1]))
        for at, y in enumerate(rows):
            for left, right, column in zip(columns, columns[1:], range(99), strict=False):
                inside = 0 < at < len(rows) - 1
                if not (inside and cells[at][column] is None):
                    self.strokes.append((left, y, right, y))
        for y, row in zip(rows, cells, strict=False):
            for x, text in zip(columns, row, strict=False):
                for number, part in enumerate((text or "").split("\n")):
                    self.write(x + 4, y + 16 + 14 * number, part, 10)
        return self


def pdf(*pages: Drawn, trailer: str = "", count: int | None = None) -> bytes:
    """A PDF whose font names its characters without being inside the file."""
    widths = f"/W [1 [{'500 ' * 95}] 814 [{'500 ' * 95}]]"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", "",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H "
        "/DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry "
        f"(Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 {widths} /FontDescriptor 5 0 R >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880] "
        "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        "/BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream",
    ]  # fmt: skip
    kids = []
    for page in pages:
        content = zlib.compress(_content(page).encode())
        width, height = (HEIGHT, WIDTH) if page.turned % 2 else (WIDTH, HEIGHT)
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] "
            f"/Rotate {page.turned * 90} /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F 3 0 R >> /XObject << /I 6 0 R >> >> >>"
        )
        objects.append(
            f"<< /Filter /FlateDecode /Length {len(content)} >>\nstream\n"
            + content.decode("latin-1")
            + "\nendstream"
        )
    references = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Count {count or len(kids)} /Kids [{references}] >>"
    return file_of(objects, trailer)


def file_of(objects: list[str], trailer: str = "") -> bytes:
    """A PDF file of these objects; the first is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, inside in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{inside}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    foot = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF"
    return out + head.encode() + foot.encode()


def _content(page: Drawn) -> str:
    """Drawn upright as seen; on a turned page everything is turned back first."""
    turn = {0: "", 1: f"0 1 -1 0 {HEIGHT} 0 cm", 3: f"0 -1 1 0 0 {WIDTH} cm"}[page.turned]
    height = HEIGHT
    parts = [turn]
    if page.picture:
        parts.append(f"q {WIDTH} 0 0 {height} 0 0 cm /I Do Q")
    for x, y, size, text in page.words:
        code = text.encode("utf-16-be").hex()
        parts.append(f"BT /F {size} Tf {x} {height - y} Td <{code}> Tj ET")
    for x0, y0, x1, y1 in page.strokes:
        parts.append(f"{x0} {height - y0} m {x1} {height - y1} l S")
    if page.slanted:
        code = page.slanted.encode("utf-16-be").hex()
        parts.append(f"BT /F 60 Tf 0.7 0.7 -0.7 0.7 150 300 Tm <{code}> Tj ET")
    return "\n".join(parts)


_NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MM = 25.4 / 72


def ofd(*pages: Drawn, template: Drawn | None = None, note: str = "", **parts: str) -> bytes:
    """An OFD of these pages, with a template behind each and a note laid over the first."""
    listed = "".join(
        f'<ofd:Page ID="{100 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>'
        for at in range(len(pages))
    )
    behind = '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    notes = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if note else ""
    files = {
        "OFD.xml": f"<ofd:OFD {_NAMES}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NAMES}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{behind}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{notes}</ofd:Document>",
    }
    for at, page in enumerate(pages):
        files[f"Doc_0/Pages/Page_{at}/Content.xml"] = _ofd_page(page, with_template=bool(template))
    if template:
        files["Doc_0/Tpls/Tpl_0/Content.xml"] = _ofd_page(template, with_template=False)
    if note:
        files["Doc_0/Annots/Annotations.xml"] = (
            f'<ofd:Annotations {_NAMES}><ofd:Page PageID="100"><ofd:FileLoc>Page_0/A.xml'
            "</ofd:FileLoc></ofd:Page></ofd:Annotations>"
        )
        files["Doc_0/Annots/Page_0/A.xml"] = (
            f"<ofd:PageAnnot {_NAMES}><ofd:Annot><ofd:Appearance><ofd:TextObject><ofd:TextCode>"
            f"{note}</ofd:TextCode></ofd:TextObject></ofd:Appearance></ofd:Annot></ofd:PageAnnot>"
        )
    return zipped({**files, **parts})


def _ofd_page(page: Drawn, *, with_template: bool) -> str:
    parts = []
    if page.picture:
        parts.append('<ofd:ImageObject ID="1" Boundary="0 0 210 297" ResourceID="5"/>')
    for x, y, size, text in page.words:
        parts.append(
            f'<ofd:TextObject ID="2" Boundary="{x * _MM:.3f} {(y - size) * _MM:.3f} 180 10" '
            f'Size="{size * _MM:.3f}"><ofd:TextCode X="0" Y="{size * _MM:.3f}" '
            f'DeltaX="{_steps(text, size)}">{text}</ofd:TextCode></ofd:TextObject>'
        )
    for x0, y0, x1, y1 in page.strokes:
        parts.append(
            '<ofd:PathObject ID="3" Boundary="0 0 210 297"><ofd:AbbreviatedData>'
            f"M {x0 * _MM:.3f} {y0 * _MM:.3f} L {x1 * _MM:.3f} {y1 * _MM:.3f}"
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )
    behind = '<ofd:Template TemplateID="9"/>' if with_template else ""
    return (
        f"<ofd:Page {_NAMES}>{behind}<ofd:Content><ofd:Layer>{''.join(parts)}</ofd:Layer>"
        "</ofd:Content></ofd:Page>"
    )


def _steps(text: str, size: float) -> str:
    """As producers write them: equal steps gathered behind a g."""
    steps = [size * _MM * (0.5 if character.isascii() else 1) for character in text[:-1]]
    if len(set(steps)) == 1 and len(steps) > 2:
        return f"g {len(steps)} {steps[0]:.3f}"
    return " ".join(f"{step:.3f}" for step in steps)
