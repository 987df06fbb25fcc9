"""Entries that follow from what other rooms have recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from xinqiao.accounts.access import SYSTEM
from xinqiao.events.models import Event
from xinqiao.publicity.errors import SubjectMissing
from xinqiao.publicity.models import Colour, Listing, Source, SubjectKind
from xinqiao.publicity.services.draft import ListingDraft, draft_from_event
from xinqiao.workflow.models import Item

LANGUAGE: Final = "zh-hans"  # entries are public words, not a page in somebody's language
MOST_PRAISED: Final = 10


def draft_from_exposure(event: Event) -> Listing | None:
    """A matter was not put right and is exposed (通报曝光): propose a black entry.

    None for an item that is gone, or one that names neither unit nor post.
    """
    item = Item.objects.filter(pk=event.subject_id).first()
    if item is None:
        return None
    data = event.data
    subject = {
        "organisation": data.get("organisation") or item.owner_organisation_id,
        "post": data.get("post") or item.owner_post_id,
    }
    with translation.override(LANGUAGE):
        title = _("A matter under supervision was not put right in time")
        facts = _("“%(title)s” was under formal supervision and was not put right in time.")
        words = _("Supervision of %(number)s") % {"number": item.number}
        facts = facts % {"title": item.title}
    return _propose(event, Source.SUPERVISION, Colour.BLACK, subject, title, facts, words)


def draft_from_assessment(event: Event) -> list[Listing]:
    """An assessment is published: propose a red entry for each of its best."""
    best = event.data.get("best") or []
    found = []
    for place in best[:MOST_PRAISED]:
        with translation.override(LANGUAGE):
            title = _("Among the best of an assessment")
            name = " ".join(str(event.data.get(key) or "") for key in ("name", "first")).strip()
            facts = _("Place %(rank)s in the published assessment %(name)s.") % {
                "rank": place.get("rank", 1),
                "name": name,
            }
        row = _propose(event, Source.ASSESSMENT, Colour.RED, place, title, facts, name)
        if row is not None:
            found.append(row)
    return found


def _propose(
    event: Event,
    source: Source,
    colour: Colour,
    subject: Mapping[str, Any],
    title: str,
    facts: str,
    words: str,
) -> Listing | None:
    draft = ListingDraft(
        colour=colour,
        subject_kind=_kind(subject),
        title=title,
        facts=facts,
        organisation_id=subject.get("organisation"),
        subject_area_id=subject.get("area"),
        post_id=subject.get("post"),
    )
    try:
        return draft_from_event(
            draft=draft,
            source=source,
            event_id=event.pk,
            item_id=event.subject_id if event.subject_kind == "item" else None,
            source_words=words,
            actor=SYSTEM,
            drafted_by=event.actor_user_id,
            at=event.at,
        )
    except SubjectMissing:
        return None  # the unit or post has gone since: nobody is left to be named


def _kind(subject: Mapping[str, Any]) -> str:
    if subject.get("organisation"):
        return SubjectKind.ORGANISATION
    return SubjectKind.POST if subject.get("post") else SubjectKind.AREA
