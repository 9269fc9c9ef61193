"""The area's papers: frozen values of `base.papers`, built from views; always in Chinese."""

from .answers import answers_paper, answers_sheet
from .contexts import ROW, sample
from .opinions import opinions_paper
from .plan import breakdown_paper, brief_paper, notice_paper
from .sheets import breakdown_sheet

__all__ = [
    "ROW",
    "answers_paper",
    "answers_sheet",
    "breakdown_paper",
    "breakdown_sheet",
    "brief_paper",
    "notice_paper",
    "opinions_paper",
    "sample",
]
