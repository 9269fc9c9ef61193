"""Papers: Word files in the layout of GB/T 9704-2012, one-page briefs, and Excel sheets.

`write_docx(paper) -> bytes`, `write_xlsx(*sheets) -> bytes`, `check_layout(docx) -> list[Fault]`.
"""

from luodi.base.papers.checking.layout import check_layout
from luodi.base.papers.excel import write_xlsx
from luodi.base.papers.types import (
    Attachment,
    Block,
    Brief,
    BriefRow,
    Cell,
    Column,
    Fault,
    Field,
    GroupRow,
    Heading,
    Link,
    Paper,
    Picture,
    Pictures,
    Sheet,
    Signature,
    Table,
    Text,
    chinese_date,
    paper_number,
)
from luodi.base.papers.word import write_docx

__all__ = [
    "Attachment",
    "Block",
    "Brief",
    "BriefRow",
    "Cell",
    "Column",
    "Fault",
    "Field",
    "GroupRow",
    "Heading",
    "Link",
    "Paper",
    "Picture",
    "Pictures",
    "Sheet",
    "Signature",
    "Table",
    "Text",
    "check_layout",
    "chinese_date",
    "paper_number",
    "write_docx",
    "write_xlsx",
]
