"""Who asked: in full for those who have given a reason, masked for those who work on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xinqiao.accounts.services.people import SEALED_PHONE
from xinqiao.cases.models import Case
from xinqiao.kit import crypto
from xinqiao.kit.masks import mask_name, mask_phone

NAME_CONTEXT: Final = "cases.reporter_name"
PHONE_CONTEXT: Final = "cases.reporter_phone"


@dataclass(frozen=True, slots=True)
class Contact:
    """Name and telephone number, each empty when not known."""

    name: str
    phone: str


def contact_of(case: Case) -> Contact:
    """As the form says, else as the requester's account says (load `item__requester`).

    Whoever shows this must have recorded the look.
    """
    name, phone = case.reporter_name_sealed, case.reporter_phone_sealed
    said = crypto.unseal(name, context=NAME_CONTEXT) if name is not None else ""
    number = crypto.unseal(phone, context=PHONE_CONTEXT) if phone is not None else ""
    requester = case.item.requester
    if requester is not None:
        said = said or requester.display_name
        if not number and requester.phone_sealed is not None:
            number = crypto.unseal(requester.phone_sealed, context=SEALED_PHONE)
    return Contact(said, number)


def masked_contact(case: Case) -> Contact | None:
    """As everybody who works on it may see it; None when nothing is known."""
    full = contact_of(case)
    if not full.name and not full.phone:
        return None
    return Contact(mask_name(full.name), mask_phone(full.phone))
