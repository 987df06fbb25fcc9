"""What follows from events: drafts, repairs, and what people are told. Runs in the worker."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from xinqiao.events.models import Event
from xinqiao.events.subscriptions import subscriber
from xinqiao.notifications.services.notify import Recipient, notify
from xinqiao.publicity import flow, notices  # noqa: F401  declares what they say
from xinqiao.publicity.models import Listing
from xinqiao.publicity.selectors.recipients import appellant, deciders, subjects
from xinqiao.publicity.services.end import repair_of_item
from xinqiao.publicity.services.hear import (
    LANGUAGE,
    draft_from_assessment,
    draft_from_exposure,
)
from xinqiao.workflow.models import SUBJECT as ITEM

# The matter is put right and its number cancelled (销号).
_PUT_RIGHT: Final = ("supervision.cancelled",)
_ENDINGS: Final = tuple(
    sorted(f"publicity.{name}" for name in ("expired", "withdrawn", "repaired", "appeal_upheld"))
)


@subscriber("supervision.exposed", name="publicity.expose")
def propose_black(event: Event) -> None:
    """A black draft, for a second person to read."""
    if event.subject_kind == ITEM:
        draft_from_exposure(event)


@subscriber("assessment.published", name="publicity.praise")
def propose_red(event: Event) -> None:
    """Red drafts for the best of an assessment."""
    draft_from_assessment(event)


@subscriber(*_PUT_RIGHT, name="publicity.repair")
def repair(event: Event) -> None:
    """Black entries about a matter that is put right end at once."""
    if event.subject_kind == ITEM:
        with translation.override(LANGUAGE):
            words = _("The matter has been put right.")
        repair_of_item(item_id=event.subject_id, words=words, at=event.at)


@subscriber("publicity.", name="publicity.notices")
def tell_people(event: Event) -> None:
    """Tell those who must act and those it is about."""
    listing = Listing.objects.filter(pk=event.subject_id).first()
    if listing is None or event.subject_kind != flow.SUBJECT:
        return
    link = reverse("publicity:listing", args=[listing.pk])
    if event.kind in ("publicity.drafted", "publicity.appealed"):
        template = "appealed" if event.kind.endswith("appealed") else "to_approve"
        _tell(event, template, deciders(event, listing), link)
    elif event.kind in ("publicity.announced", "publicity.published"):
        _tell(event, event.kind.partition(".")[2], subjects(event, listing), link)
    elif event.kind in _ENDINGS and listing.approved_at is not None:
        _tell(event, "ended", subjects(event, listing), link)
    if event.kind in ("publicity.appeal_upheld", "publicity.appeal_rejected"):
        recipients, page = appellant(event)
        _tell(event, "decided", recipients, page)


def _tell(event: Event, template: str, recipients: list[Recipient], link: str) -> None:
    notify(
        template=f"publicity.{template}",
        recipients=recipients,
        event_id=event.pk,
        at=event.at,
        link=link,
    )
