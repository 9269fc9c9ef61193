"""The area's papers: frozen values of `base.papers`, built from views; always in Chinese."""

from .monthly import monthly_paper, monthly_sheets, title_of
from .profile import profile_paper

__all__ = ["monthly_paper", "monthly_sheets", "profile_paper", "title_of"]
