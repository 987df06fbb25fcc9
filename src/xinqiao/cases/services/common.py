"""What every service on a request needs: its row, its remarks, its files, who asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.accounts.models import User
from xinqiao.cases.errors import CaseNotFound, UnknownTarget
from xinqiao.cases.models import Case, Remark, RemarkKind
from xinqiao.files.models import Purpose
from xinqiao.files.services.claim import claim
from xinqiao.grid.models import Organisation
from xinqiao.kit.clean import clean_text
from xinqiao.workflow.flow import Relation
from xinqiao.workflow.models import SUBJECT

WORDS_LIMIT: Final = 3000
REASON_LIMIT: Final = 500
MOST_PROOFS: Final = 9
NOBODY: Final[frozenset[Relation]] = frozenset()


def clean_words(text: str, *, field: str = "words", limit: int = WORDS_LIMIT) -> str:
    """Words that must be there. Raises TextMissing, TextTooLong (422)."""
    return clean_text(text, limit=limit, field=field, required=True)


def clean_reason(text: str) -> str:
    """A reason that must be there, at most 500 characters."""
    return clean_text(text, limit=REASON_LIMIT, field="reason", required=True)


def case_of(item_id: int) -> Case:
    """The request of an item. Raises CaseNotFound (404)."""
    case = Case.objects.filter(pk=item_id).select_related("category").first()
    if case is None:
        raise CaseNotFound
    return case


def find_case(*, actor: Actor, item_id: int | None, token: str) -> tuple[Case, frozenset[Relation]]:
    """The request meant by its key or its follow link, and what the actor thereby proves.

    The link proves the requester, and so does an account with the same telephone number.
    Raises CaseNotFound (404).
    """
    if token:
        case = Case.objects.filter(token=token).select_related("category").first()
        if case is None:
            raise CaseNotFound
        return case, frozenset({Relation.REQUESTER})
    if item_id is None:
        raise CaseNotFound
    case = case_of(item_id)
    return case, relations_of(actor, case)


def relations_of(actor: Actor, case: Case) -> frozenset[Relation]:
    """REQUESTER for an account whose proved number is the one the request was made with."""
    if actor.user_id is None or case.reporter_phone_index is None:
        return NOBODY
    same = User.objects.filter(pk=actor.user_id, phone_index=case.reporter_phone_index)
    return frozenset({Relation.REQUESTER}) if same.exists() else NOBODY


def add_remark(
    *,
    actor: Actor,
    case_id: int,
    kind: RemarkKind,
    text: str,
    at: datetime,
    is_public: bool = False,
) -> Remark:
    """Keep words beside the request; `is_public` ones are shown to the requester."""
    return Remark.objects.create(
        case_id=case_id,
        kind=kind,
        text=text,
        is_public=is_public,
        author_user_id=actor.user_id,
        author_label=actor.label[:160],
        at=at,
    )


def claim_files(
    *,
    actor: Actor,
    item_id: int,
    tokens: Sequence[str],
    purpose: Purpose,
    at: datetime,
    limit: int = MOST_PROOFS,
) -> int:
    """Tie uploads to the request; how many. Raises UploadGone (422) for a lost one."""
    if not tokens:
        return 0
    claimed = claim(
        tokens=tuple(dict.fromkeys(tokens)),
        subject_kind=SUBJECT,
        subject_id=item_id,
        purpose=purpose,
        at=at,
        actor=actor,
        limit=limit,
    )
    return len(claimed)


def check_organisations(area_path: str, organisation_ids: Sequence[int]) -> None:
    """Only organisations that serve the place may be called. Raises UnknownTarget (422)."""
    rows = Organisation.objects.filter(pk__in=organisation_ids, closed_at__isnull=True)
    paths = dict(rows.values_list("pk", "area__path"))
    for organisation_id in organisation_ids:
        path = paths.get(organisation_id)
        if path is None or not area_path.startswith(path):
            raise UnknownTarget(field="target")
