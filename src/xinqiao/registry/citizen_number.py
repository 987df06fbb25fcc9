"""The citizen number (公民身份号码, GB 11643-1999): its check character, birth date and sex."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"
LENGTH: Final = 18
OLD_LENGTH: Final = 15
EARLIEST: Final = date(1890, 1, 1)


class Flaw(StrEnum):
    """What is wrong with a number."""

    LENGTH = "length"
    LETTERS = "letters"
    OLD = "old"  # 15 digits, issued before 1999, out of use since 2013
    BIRTH = "birth"
    CHECK = "check"


class FlawedNumber(ValueError):
    """A text that is no citizen number, and why. The text itself is not kept."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """A number that holds: 18 characters, the birth date in it, and male or female."""

    number: str
    born_on: date
    is_male: bool

    @property
    def sex(self) -> str:
        return "male" if self.is_male else "female"


def read_citizen_number(text: str, *, today: date) -> CitizenNumber:
    """Read a number as people type it: blanks, dashes, full-width digits and `x` are forgiven.

    Raises FlawedNumber for everything that is no valid number or has a birth date after `today`.
    """
    number = plain_number(text)
    if len(number) == OLD_LENGTH and number.isdigit():
        raise FlawedNumber(Flaw.OLD)
    if len(number) != LENGTH:
        raise FlawedNumber(Flaw.LENGTH)
    if not number[:-1].isdigit() or not number.isascii() or number[-1] not in CHECKS:
        raise FlawedNumber(Flaw.LETTERS)
    if check_character(number[:-1]) != number[-1]:
        raise FlawedNumber(Flaw.CHECK)
    born_on = _birth_date(number)
    if born_on is None or not EARLIEST <= born_on <= today:
        raise FlawedNumber(Flaw.BIRTH)
    return CitizenNumber(number, born_on, is_male=int(number[16]) % 2 == 1)


def looks_like_citizen_number(text: str) -> bool:
    """Tell whether somebody meant a citizen number, right or wrong, old or new."""
    number = plain_number(text)
    return len(number) in (OLD_LENGTH, LENGTH) and number[:-1].isdigit()


def check_character(digits: str) -> str:
    """The 18th character for the first 17 digits."""
    total = sum(int(d) * weight for d, weight in zip(digits, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def mask_citizen_number(number: str) -> str:
    """`511083195503120026` -> `5110**********0026`."""
    return f"{number[:4]}{'*' * 10}{number[-4:]}" if len(number) == LENGTH else "*" * len(number)


def plain_number(text: str) -> str:
    """The characters that count, in their plain form."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in plain if not c.isspace() and c not in "-‐–—·.")


def _birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
