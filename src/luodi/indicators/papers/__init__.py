"""The area's papers: frozen values of `base.papers`, built from views; always in Chinese."""

from .profile import profile_paper

__all__ = ["profile_paper"]
