"""The area's papers: frozen values of `base.papers`, built from views; always in Chinese."""

from .monthly import monthly_paper, monthly_sheets, title_of
from .profile import picture_of, profile_paper

__all__ = ["monthly_paper", "monthly_sheets", "picture_of", "profile_paper", "title_of"]
