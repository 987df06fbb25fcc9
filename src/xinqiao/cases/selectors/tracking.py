"""Finding one's own request without signing in."""

from __future__ import annotations

import hmac

from xinqiao.cases.models import Case
from xinqiao.kit import crypto


def case_for_tracking(*, number: str, phone_end: str) -> Case | None:
    """The request `number` (plain digits) whose reporter's telephone number ends in `phone_end`.

    None alike for an unknown number, another telephone and a request without one, so that the
    answer tells a stranger nothing.
    """
    case = Case.objects.select_related("item").filter(item__number=number).first()
    if case is None or case.reporter_phone_sealed is None:
        return None
    phone = crypto.unseal(case.reporter_phone_sealed, context="cases.reporter_phone")
    return case if hmac.compare_digest(phone[-4:], phone_end) else None
