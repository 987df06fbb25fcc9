"""Residents prove their phone with a code of six digits; no password to forget.

The code lives in the session that asked for it, hashed, so a code overheard elsewhere is of no use.
"""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from xinqiao.accounts import hooks
from xinqiao.accounts.errors import AccountDisabled, CodeGone, StaffByPhone, WrongCode
from xinqiao.accounts.models import User
from xinqiao.accounts.services.limits import take
from xinqiao.accounts.services.lockout import note_success
from xinqiao.accounts.services.people import resident_of_phone
from xinqiao.kit import crypto
from xinqiao.kit.clean import BadPhone, clean_phone, is_mobile
from xinqiao.kit.errors import TooMany

CODE_FOR: Final = timedelta(minutes=5)
TRIES: Final = 5
_SEALED: Final = "session.phone"

Pending = dict[str, Any]


def request_code(*, phone: str, client: str, at: datetime) -> tuple[Pending, str]:
    """Send a code; return what the session keeps and the code (shown on the page in the demo only).

    At most 5 codes an hour to a phone and 20 from a client. Raises BadPhone, TooMany.
    """
    number = clean_phone(phone)
    if not is_mobile(number):
        raise BadPhone(text=number, field="phone")
    index = crypto.blind_index(number, context=crypto.PHONE).hex()
    take(key=f"code-phone:{index[:32]}", limit=5, period_seconds=3600, at=at)
    take(key=f"code-client:{client}", limit=20, period_seconds=3600, at=at)
    code = f"{secrets.randbelow(1_000_000):06d}"
    hooks.send_code(number, code, at)
    pending: Pending = {
        "phone": crypto.seal(number, context=_SEALED).hex(),
        "code": _hash(code),
        "id": secrets.token_hex(8),
        "until": (at + CODE_FOR).timestamp(),
        "tries": 0,
    }
    return pending, code


def check_code(*, pending: Pending | None, code: str, at: datetime) -> User:
    """Return the account of a proven phone; count a wrong try in `pending`.

    Raises WrongCode, CodeGone, StaffByPhone, AccountDisabled.
    """
    if pending is None or at.timestamp() > pending["until"] or pending["tries"] >= TRIES:
        raise CodeGone(field="code")
    _count_try(pending, at)
    plain = "".join(char for char in code if char.isdecimal())
    if not hmac.compare_digest(_hash(plain), pending["code"]):
        pending["tries"] += 1
        raise WrongCode(left=TRIES - pending["tries"], field="code")
    phone = crypto.unseal(bytes.fromhex(pending["phone"]), context=_SEALED)
    # One code opens one session: a replay finds no tries left.
    pending["tries"] = TRIES
    user = resident_of_phone(phone=phone, at=at)
    if not user.is_active:
        raise AccountDisabled
    if hooks.actor_for(user, at).is_staff:
        raise StaffByPhone
    note_success(user_id=user.pk, at=at)
    return user


def _count_try(pending: Pending, at: datetime) -> None:
    """Count in the database as well: tries sent side by side do not see each other's session."""
    try:
        take(key=f"code-try:{pending['id']}", limit=TRIES, period_seconds=3600, at=at)
    except TooMany as error:
        raise CodeGone(field="code") from error


def phone_of(pending: Pending | None) -> str:
    """Return the number a pending code was sent to, empty when there is none."""
    return crypto.unseal(bytes.fromhex(pending["phone"]), context=_SEALED) if pending else ""


def _hash(code: str) -> str:
    return crypto.blind_index(code, context="sign-in code").hex()
