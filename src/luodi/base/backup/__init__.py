"""One archive of everything: the database first, then the files that it names."""

from .archive import ArchiveBroken, Manifest
from .making import Backup, backup, last_backup
from .restoring import Restored, restore

__all__ = [
    "ArchiveBroken",
    "Backup",
    "Manifest",
    "Restored",
    "backup",
    "last_backup",
    "restore",
]
