"""Record a co-ordination meeting (协调会), and turn a decision into a notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.files.models import Purpose
from xinqiao.files.services.claim import claim
from xinqiao.grid.models import Area
from xinqiao.kit.clean import clean_text
from xinqiao.kit.time import SHANGHAI, require_aware
from xinqiao.supervision.errors import MeetingNotFound, NoticeExists, NotYourArea, TooEarly
from xinqiao.supervision.models import MEETING_FILES, Basis, Decision, Meeting, Notice
from xinqiao.supervision.selectors.duty import posts_over
from xinqiao.supervision.selectors.meetings import get_meeting
from xinqiao.supervision.services.common import clean_words
from xinqiao.supervision.services.issue import NoticeDraft, issue_notice
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.models import SUBJECT, Item
from xinqiao.workflow.selectors.items import visible_items

TITLE_LIMIT: Final = 120
DECISION_LIMIT: Final = 500
MOST_UNITS: Final = 40
MOST_ITEMS: Final = 50
# Offices close at six; a deadline of a day means the end of its working time.
END_OF_WORK: Final = time(18)


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """Who does what by which day."""

    target: Party
    words: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDraft:
    """What is written down. units: names of those present, never of people."""

    title: str
    held_at: datetime
    area_id: int
    words: str
    place: str = ""
    units: tuple[str, ...] = ()
    item_ids: tuple[int, ...] = ()
    decisions: tuple[DecisionDraft, ...] = ()
    document_tokens: tuple[str, ...] = ()


@transaction.atomic
def record_meeting(*, actor: Actor, draft: MeetingDraft, at: datetime) -> Meeting:
    """Keep the record of a meeting of units in one's area.

    Records `supervision.met`, and `supervision.matter_discussed` on each item concerned.
    Raises NotYourArea (403), ItemNotFound, TooEarly (422).
    """
    at = require_aware(at)
    area = Area.objects.filter(pk=draft.area_id).first()
    if area is None or not (actor.is_system or posts_over(actor, area.path)):
        raise NotYourArea(field="area")
    meeting = Meeting.objects.create(
        title=clean_text(draft.title, limit=TITLE_LIMIT, field="title", required=True),
        held_at=require_aware(draft.held_at),
        place=clean_text(draft.place, limit=TITLE_LIMIT, field="place"),
        area=area,
        area_path=area.path,
        units=_units(draft.units),
        words=clean_words(draft.words),
        recorded_by_id=actor.user_id,
        recorded_label=actor.label[:160],
        recorded_at=at,
    )
    items = list(visible_items(actor=actor).filter(pk__in=draft.item_ids[:MOST_ITEMS]))
    meeting.items.set(items)
    _decide(meeting, draft.decisions)
    _attach(actor, meeting, draft.document_tokens, at)
    _record(actor, meeting, items, at)
    return meeting


@transaction.atomic
def issue_decision(*, actor: Actor, meeting_id: int, decision_id: int, at: datetime) -> Notice:
    """Issue a notice for a decision, with its deadline; once.

    Raises MeetingNotFound (404), NoticeExists (409), and what `issue_notice` raises.
    """
    meeting = get_meeting(actor=actor, meeting_id=meeting_id)
    found = Decision.objects.select_for_update().filter(pk=decision_id, meeting=meeting)
    decision = found.first()
    if decision is None:
        raise MeetingNotFound
    if decision.notice_id is not None:
        raise NoticeExists
    items = list(meeting.items.order_by("id").values_list("pk", flat=True)[:2])
    draft = NoticeDraft(
        target=Party(decision.post_id, decision.organisation_id),
        requirement=decision.words,
        finding=f"{meeting.title}\n{meeting.words}",
        about_id=items[0] if len(items) == 1 else None,
        area_path=meeting.area_path,
        until=end_of(decision.until),
        basis=Basis.MEETING,
    )
    notice = issue_notice(actor=actor, draft=draft, at=at)
    decision.notice = notice
    decision.save(update_fields=["notice"])
    return notice


def end_of(day: date) -> datetime:
    """When the working time of a day ends, in Shanghai."""
    return datetime.combine(day, END_OF_WORK, tzinfo=SHANGHAI)


def _units(names: tuple[str, ...]) -> list[str]:
    cleaned = [clean_text(name, limit=100, field="units") for name in names[:MOST_UNITS]]
    return [name for name in dict.fromkeys(cleaned) if name]


def _decide(meeting: Meeting, drafts: tuple[DecisionDraft, ...]) -> None:
    held_on = meeting.held_at.astimezone(SHANGHAI).date() - timedelta(days=1)
    for draft in drafts:
        if draft.until <= held_on:
            raise TooEarly(field="decisions")
        Decision.objects.create(
            meeting=meeting,
            post_id=draft.target.post_id,
            organisation_id=draft.target.organisation_id,
            words=clean_text(draft.words, limit=DECISION_LIMIT, field="decisions", required=True),
            until=draft.until,
        )


def _attach(actor: Actor, meeting: Meeting, tokens: tuple[str, ...], at: datetime) -> None:
    if tokens:
        claim(
            tokens=tokens,
            subject_kind=MEETING_FILES,
            subject_id=meeting.pk,
            purpose=Purpose.DOCUMENT,
            actor=actor,
            at=at,
        )


def _record(actor: Actor, meeting: Meeting, items: list[Item], at: datetime) -> None:
    append(
        kind="supervision.met",
        actor=actor,
        at=at,
        subject_kind="supervision_meeting",
        subject_id=meeting.pk,
        area_path=meeting.area_path,
        data={"items": [item.pk for item in items], "units": len(meeting.units)},
    )
    for item in items:
        append(
            kind="supervision.matter_discussed",
            actor=actor,
            at=at,
            subject_kind=SUBJECT,
            subject_id=item.pk,
            area_path=item.area_path,
            data={"meeting": meeting.pk},
        )
