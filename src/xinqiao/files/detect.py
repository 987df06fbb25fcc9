"""What a file is, told by its first bytes; names lie. No Django."""

from enum import StrEnum
from pathlib import PurePath
from typing import Final


class Kind(StrEnum):
    """The kinds of files that are taken."""

    PHOTO = "photo"
    PDF = "pdf"


HEAD_BYTES: Final = 32
_PHOTO_HEADS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
# ISO 23008-12: brands of still pictures and bursts in HEIF containers.
_HEIF_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
)
_PHOTO_ENDINGS: Final = frozenset(
    {".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".bmp", ".tif", ".tiff"}
)


def kind_of(head: bytes) -> Kind | None:
    """Return the kind of a file by its first 32 bytes, None for anything else."""
    if head.startswith(_PHOTO_HEADS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Kind.PHOTO
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return Kind.PHOTO
    return Kind.PDF if head.startswith(b"%PDF-") else None


def is_heif(head: bytes) -> bool:
    """Tell whether the first bytes are those of an HEIC photo."""
    return head[4:8] == b"ftyp"


def name_fits(name: str, kind: Kind) -> bool:
    """Tell whether the ending of a name does not speak against the content.

    A PNG named `.jpg` is fine; a PDF named `.jpg`, or a photo named `.pdf` or `.exe`, is not.
    """
    ending = PurePath(name.lower()).suffix
    if kind is Kind.PDF:
        return ending in (".pdf", "")
    return ending in _PHOTO_ENDINGS or ending == ""
