"""The unified social credit code of organisations (GB 32100-2015)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


class BadCreditCode(BadInput):
    """An organisation code whose check character does not fit."""

    code = "bad_credit_code"
    message = _(
        "“%(code)s” is not a unified social credit code. Please check its 18 characters, "
        "or leave it empty."
    )


def check_credit_code(code: str) -> str:
    """Return the code in capitals. Raises BadCreditCode when a character is mistyped."""
    written = code.strip().upper()
    if len(written) != 18 or any(c not in ALPHABET for c in written):
        raise BadCreditCode(code=written[:24], field="credit_code")
    if check_character(written[:17]) != written[17]:
        raise BadCreditCode(code=written, field="credit_code")
    return written


def check_character(body: str) -> str:
    """The 18th character of a code whose first 17 are `body`."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]
