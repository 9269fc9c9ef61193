"""`luodi doctor` and the status page: what an installation is, and what in it needs attention."""

from .examination import CHECKS, examine, is_bad
from .findings import Finding, Level

__all__ = ["CHECKS", "Finding", "Level", "examine", "is_bad"]
