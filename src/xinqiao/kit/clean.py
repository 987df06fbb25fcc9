"""Words and telephone numbers as people type them, made safe to store and to search."""

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput

# Emoji are joined with U+200D and coloured with U+FE0F, so these two format characters stay.
_KEPT_FORMAT: Final = frozenset("\u200d\ufe0f")
_REFUSED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_DELETED: Final = frozenset({"Cc", "Cf"})

_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_LANDLINE: Final = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))([2-8]\d{6,7})(?:[xX转,](\d{1,5}))?")
_SERVICE: Final = re.compile(r"(?:400|800)\d{7}|1\d{4}|12\d{3}")


class BadText(BadInput):
    """Text that cannot be stored or read."""

    code = "bad_text"
    message = _("The text holds characters that cannot be read. Please type it again.")


class NullByte(BadText):
    """A null byte, which no keyboard sends."""

    code = "null_byte"
    message = _("The text holds a null byte. Please type it again instead of pasting it.")


class TextTooLong(BadText):
    """More characters than the field takes."""

    code = "text_too_long"
    message = _(
        "The text has %(length)s characters; at most %(limit)s fit. Please shorten it by %(over)s."
    )


class TextMissing(BadText):
    """Nothing but blanks where words are needed."""

    code = "text_missing"
    message = _("Please write a few words here.")


class BadPhone(BadInput):
    """Not a telephone number of mainland China."""

    code = "bad_phone"
    message = _(
        "“%(text)s” is not a telephone number. Please give a mobile number of 11 digits, "
        "or a landline with its area code."
    )


def clean_text(
    text: str,
    *,
    limit: int,
    field: str | None = None,
    required: bool = False,
    multiline: bool = True,
) -> str:
    """Return `text` composed (NFC), trimmed and without control characters; emoji are kept.

    limit: characters (code points) after cleaning. Raises NullByte, BadText (lone surrogates,
    unassigned or private characters), TextTooLong, TextMissing when `required`.
    """
    if "\x00" in text:
        raise NullByte(field=field)
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    # Printable lines hold nothing to delete or refuse, and this is how nearly all texts are.
    lines = joined.split("\n") if multiline else [joined]
    if all(line.isprintable() for line in lines):
        kept = joined
    else:
        kept = "".join(_clean_char(char, multiline=multiline, field=field) for char in joined)
    clean = unicodedata.normalize("NFC", kept).strip()
    if required and not clean:
        raise TextMissing(field=field)
    if len(clean) > limit:
        raise TextTooLong(length=len(clean), limit=limit, over=len(clean) - limit, field=field)
    return clean


def _clean_char(char: str, *, multiline: bool, field: str | None) -> str:
    if char in "\n\t":
        return char if multiline else " "
    category = unicodedata.category(char)
    if category not in _REFUSED_CATEGORIES or char in _KEPT_FORMAT:
        return char
    if category in _DELETED:
        return ""
    # Newer emoji than this Python's tables look unassigned, but live in the emoji planes.
    if category == "Cn" and 0x1F000 <= ord(char) <= 0x1FAFF:
        return char
    # Rare Han characters of newer Unicode versions occur in names and places.
    if category == "Cn" and 0x20000 <= ord(char) <= 0x3FFFF:
        return char
    raise BadText(field=field)


def clean_phone(text: str, *, field: str | None = "phone") -> str:
    """Return a mainland number as plain digits: `13800138000`, `08326123456`, `4001234567`.

    Accepts +86, spaces, dashes, brackets, full-width digits; an extension is kept as `x12`.
    Raises BadPhone.
    """
    plain = unicodedata.normalize("NFKC", text)
    digits = re.sub(r"[\s()\[\]\-\u2010-\u2015\u2212.·]", "", plain)
    digits = re.sub(r"^(?:\+|00)86", "", digits)
    if re.fullmatch(r"86" + _MOBILE.pattern, digits):
        digits = digits[2:]
    if not digits.isascii() and "转" not in digits:
        raise BadPhone(text=text.strip()[:30], field=field)
    if _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return digits
    landline = _LANDLINE.fullmatch(digits)
    if landline is None:
        raise BadPhone(text=text.strip()[:30], field=field)
    area, number, extension = landline.groups()
    return f"{area}{number}" + (f"x{extension}" if extension else "")


def is_mobile(phone: str) -> bool:
    """Tell whether a cleaned number can receive a text message."""
    return _MOBILE.fullmatch(phone) is not None
