"""The small forms beside an entry: one an action, as the actor's powers allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.forms import Form
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.publicity.forms.appeal import AppealForm
from xinqiao.publicity.forms.listing import ApproveForm, ConsentForm, ReasonForm
from xinqiao.publicity.models import Listing
from xinqiao.publicity.services.appeal import file_appeal
from xinqiao.publicity.services.approve import approve_listing, refuse_listing
from xinqiao.publicity.services.consent import record_consent, withdraw_consent
from xinqiao.publicity.services.end import repair_listing, withdraw_listing


@dataclass(frozen=True, slots=True)
class Spec:
    """An action: its words, its form, what it calls, what is said afterwards."""

    label: Promise
    icon: str
    form: type[Form]
    style: str
    perform: Callable[..., object]
    done: Promise


def _consent(*, actor: Actor, listing_id: int, at: datetime, **data: Any) -> object:
    tokens = data.pop("photo_tokens", ())
    data.pop("photos", None)
    return record_consent(actor=actor, listing_id=listing_id, at=at, document_tokens=tokens, **data)


SPECS: Final[dict[str, Spec]] = {
    "approve": Spec(
        _("Approve and tell the subject"),
        "check",
        ApproveForm,
        "primary",
        approve_listing,
        _("Approved. The subject is told and may appeal."),
    ),
    "refuse": Spec(
        _("Do not approve"),
        "x",
        ReasonForm,
        "outline-secondary",
        refuse_listing,
        _("The entry is not approved."),
    ),
    "repair": Spec(
        _("Put right: take it down early"),
        "circle-check",
        ReasonForm,
        "outline-secondary",
        repair_listing,
        _("The entry is off the list."),
    ),
    "withdraw": Spec(
        _("Take it down"),
        "trash",
        ReasonForm,
        "outline-secondary",
        withdraw_listing,
        _("The entry is off the list."),
    ),
    "appeal": Spec(
        _("Appeal against this entry"),
        "gavel",
        AppealForm,
        "primary",
        file_appeal,
        _("Your appeal is filed. The entry is hidden until it is decided."),
    ),
    "consent": Spec(
        _("Record a consent to show the name"),
        "signature",
        ConsentForm,
        "outline-secondary",
        _consent,
        _("The consent is on record; the name is shown."),
    ),
    "withdraw_consent": Spec(
        _("Withdraw the consent"),
        "eraser",
        Form,
        "outline-secondary",
        withdraw_consent,
        _("The name is erased."),
    ),
}


@dataclass(frozen=True, slots=True)
class Button:
    """One action on the page of an entry."""

    name: str
    label: str
    icon: str
    style: str
    url: str
    form: Form
    is_open: bool


def buttons_of(
    listing: Listing, given: frozenset[str], *, has_consent: bool, failed: tuple[str, Form] | None
) -> list[Button]:
    """The actions somebody with these powers gets; `failed` stays open with what was typed."""
    names = given - {"consent" if has_consent else "withdraw_consent"}
    buttons = []
    for name, spec in SPECS.items():
        if name not in names:
            continue
        wrong = failed is not None and failed[0] == name
        form = failed[1] if failed is not None and wrong else spec.form(auto_id=f"id_{name}_%s")
        buttons.append(
            Button(
                name=name,
                label=str(spec.label),
                icon=spec.icon,
                style=spec.style,
                url=reverse("publicity:act", args=[listing.pk, name]),
                form=form,
                is_open=wrong,
            )
        )
    return buttons
