"""Entries of the public lists in every state, and the wall with an objection, in the town."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Source
from xinqiao.cases.selectors.wall import public_wall
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.confirm import close_unconfirmed
from xinqiao.cases.services.report import report_case
from xinqiao.cases.services.wall import object_to_entry
from xinqiao.files.models import Purpose
from xinqiao.files.services.upload import store_upload
from xinqiao.publicity.models import Listing
from xinqiao.publicity.services.appeal import file_appeal
from xinqiao.publicity.services.approve import approve_listing
from xinqiao.publicity.services.draft import ListingDraft, draft_listing
from xinqiao.publicity.services.sweep import sweep_listings
from xinqiao.stories.pictures import picture

AGO: Final = timedelta(days=20)
FACTS: Final = "连续三周主动清理楼道杂物，邻居都说走起来亮堂了。"


def publish(
    *, community: Actor, county: Actor, worker: Actor, area_id: int, at: datetime
) -> dict[str, str]:
    """Keys and links by the placeholders of the pages that show them."""
    then = at - AGO
    draft = _draft(community, area_id, then, "楼道没有按期清理", colour="black")
    for title in ("楼道清理做得好", "义务修灯三十盏"):
        _announce(county, _draft(community, area_id, then, title, colour="red"), then)
    black = _announce(
        county, _draft(community, area_id, then, "占道堆放未整改", colour="black"), then
    )
    hidden = _announce(
        county, _draft(community, area_id, then, "夜间施工扰民", colour="black"), then
    )
    sweep_listings(at=at)
    appeal = file_appeal(actor=ANONYMOUS, token=hidden.token, words="已经整改了。", at=at)
    return {
        "list_draft": str(draft.pk),
        "list_entry": black.token,
        "list_appealed": str(hidden.pk),
        "list_appeal": appeal.token,
        "list_area": str(area_id),
        **_wall(worker, at),
    }


def _draft(actor: Actor, area_id: int, at: datetime, title: str, *, colour: str) -> Listing:
    draft = ListingDraft(
        colour=colour,
        subject_kind="person",
        area_id=area_id,
        title=title,
        facts=FACTS,
        legal_basis="隆昌市文明行为促进条例",
        proof_tokens=(_proof(actor, at),),
    )
    return draft_listing(actor=actor, draft=draft, at=at).listing


def _announce(actor: Actor, row: Listing, at: datetime) -> Listing:
    return approve_listing(actor=actor, listing_id=row.pk, how_told="当面告知", at=at)


def _wall(worker: Actor, at: datetime) -> dict[str, str]:
    """Two closed requests: one still stands there, somebody objects to the other."""
    found: dict[str, Any] = {}
    for number, text in enumerate(("路灯修好了真亮", "墙角的积水清掉了")):
        then = at - timedelta(days=9 - number)
        reported = report_case(
            actor=ANONYMOUS,
            draft=ReportDraft(
                text=text,
                category_code="env.",
                lon=105.005,
                lat=29.005,
                source=Source.WEB,
                may_publish=True,
            ),
            at=then,
        )
        accept_case(actor=worker, item_id=reported.case_id, at=then)
        close_case(
            actor=worker,
            item_id=reported.case_id,
            words="已经办好。",
            proof_tokens=(_proof(worker, then),),
            at=then,
        )
        close_unconfirmed(item_id=reported.case_id, at=then + timedelta(days=1))
        found["follow_closed"] = reported.token
    first, second = (entry.key for entry in public_wall(at=at).items[:2])
    filed = object_to_entry(actor=ANONYMOUS, key=second, words="这里看得出是我家。", at=at)
    return {**found, "wall": first, "objection": filed.token}


def _proof(actor: Actor, at: datetime) -> str:
    file: SimpleUploadedFile = picture("证据")
    return store_upload(actor=actor, file=file, purpose=Purpose.PROOF, at=at).token
