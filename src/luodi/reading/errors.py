"""What can go wrong while reading.

ReadingError
├── FormatError          the file cannot be turned into text; says why and what to do
│   ├── EmptyFile
│   │   └── ScannedFile  its pages are pictures; the extra `ocr` recognises their text
│   ├── UnknownFormat
│   ├── BrokenFile
│   ├── UnknownEncoding
│   ├── TooLarge         over a limit of bytes, unpacked bytes or characters
│   └── ParserFailed     the child process crashed, hung or used too much memory
└── SecretDocument       bears a mark of secrecy; refused before anything is stored
"""

from __future__ import annotations


class ReadingError(Exception):
    """Root of the package; `message_zh` and `message_en` say what is wrong, where, what to do."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_zh = message_zh
        self.message_en = message_en


class FormatError(ReadingError):
    """The file cannot be turned into text."""


class EmptyFile(FormatError):
    """The file holds no text."""


class ScannedFile(EmptyFile):
    """The pages are pictures: their text has to be recognised."""


class UnknownFormat(FormatError):
    """The content is of no format that luodi reads."""


class BrokenFile(FormatError):
    """The content does not hold to the format it claims."""


class UnknownEncoding(FormatError):
    """The bytes are no text in UTF-8, UTF-16 or GB18030."""


class TooLarge(FormatError):
    """The file, or what it unpacks to, is over a limit."""


class ParserFailed(FormatError):
    """The parser crashed, hung or used more memory than it may."""


class SecretDocument(ReadingError):
    """The document bears a mark of secrecy and must not be stored."""
