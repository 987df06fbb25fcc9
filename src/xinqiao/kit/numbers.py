"""Numbers people read to each other on the telephone: a sequence and one check digit.

The check digit is Damm's (H. Michael Damm, 2004): it catches every single wrong digit and every
swap of two neighbours, and leading zeros do not change it.
"""

import unicodedata
from typing import Final

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput

MIN_DIGITS: Final = 7
MAX_DIGITS: Final = 18
_SEPARATORS: Final = frozenset(" \t\n\u3000-\u2010\u2011\u2012\u2013\u2014\u2212._#№")

_QUASIGROUP: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)

# The same table flattened, so that the database can give out numbers by itself.
DAMM_SQL: Final = f"""
CREATE OR REPLACE FUNCTION xq_damm(value bigint) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    digits text := value::text;
    interim integer := 0;
BEGIN
    FOR place IN 1..length(digits) LOOP
        interim := substr('{"".join(_QUASIGROUP)}',
                          interim * 10 + substr(digits, place, 1)::integer + 1, 1)::integer;
    END LOOP;
    RETURN interim;
END
$$;
CREATE OR REPLACE FUNCTION xq_number(value bigint) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lpad(value::text, greatest({MIN_DIGITS}, length(value::text)), '0') || xq_damm(value)::text;
"""
DROP_DAMM_SQL: Final = "DROP FUNCTION xq_number(bigint); DROP FUNCTION xq_damm(bigint);"


class NumberMistyped(BadInput):
    """Digits of the right kind whose check digit does not fit."""

    code = "number_mistyped"
    message = _("The number %(number)s is mistyped. Please compare it digit by digit.")


class NotANumber(BadInput):
    """A text that holds other things than digits, or too few or too many of them."""

    code = "not_a_number"
    message = _("“%(text)s” is not a request number. It has at least eight digits and no letters.")


def damm(digits: str) -> int:
    """Return the check digit 0-9 of a string of ASCII digits."""
    interim = 0
    for digit in digits:
        interim = int(_QUASIGROUP[interim][int(digit)])
    return interim


def case_number(seq: int) -> str:
    """Return the number of the `seq`-th request: at least seven digits and the check digit."""
    if seq < 0:
        raise ValueError("a sequence is never negative")
    digits = str(seq).zfill(MIN_DIGITS)
    return f"{digits}{damm(digits)}"


def parse_number(text: str) -> str:
    """Return the plain digits of a number as typed or dictated.

    Accepts spaces, dashes, dots and full-width digits. Raises NotANumber or NumberMistyped.
    """
    plain = unicodedata.normalize("NFKC", text)
    digits = "".join(char for char in plain if char not in _SEPARATORS)
    if not (digits.isascii() and digits.isdigit() and MIN_DIGITS < len(digits) <= MAX_DIGITS):
        raise NotANumber(text=text.strip()[:40], field="number")
    if damm(digits) != 0:
        raise NumberMistyped(number=spoken(digits), field="number")
    return digits


def spoken(number: str) -> str:
    """Return the digits in groups of four from the left, as they are said: `1000 0014`."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
