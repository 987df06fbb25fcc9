"""What the holder of a follow link sees: no names of staff, no internal words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases import flow
from xinqiao.cases.models import Case, Remark, RemarkKind
from xinqiao.cases.selectors.one import case_by_token
from xinqiao.cases.selectors.sharing import main_of_merged, may_rate_merged
from xinqiao.cases.selectors.timeline import Entry, timeline
from xinqiao.files.models import Attachment, Purpose
from xinqiao.files.selectors import attachments_of
from xinqiao.workflow.models import SUBJECT


@dataclass(frozen=True, slots=True)
class Photo:
    """A file whose addresses carry the follow link, which is what opens them."""

    url: str
    thumb_url: str
    name: str


@dataclass(frozen=True, slots=True)
class FollowPage:
    """All that the page of a follow link needs."""

    case: Case
    question: Remark | None
    photos: list[Photo]
    proof: list[Photo]
    timeline: list[Entry]
    main: Case | None  # what it lives on in, when it was merged
    may_rate: bool
    may_withdraw: bool


def follow_page(*, token: str) -> FollowPage:
    """The request of a link with what its holder may see. Five statements, eight
    when it was merged. Raises CaseNotFound."""
    case = case_by_token(token=token)
    state = case.item.state
    files = attachments_of(SUBJECT, [case.pk]).get(case.pk, [])
    remarks = list(Remark.objects.filter(case=case, is_public=True).order_by("at", "id"))
    return FollowPage(
        case=case,
        question=_open_question(remarks) if state == flow.WAITING else None,
        photos=[_photo(file, token) for file in files if file.purpose == Purpose.REPORT],
        proof=[_photo(file, token) for file in files if file.purpose != Purpose.REPORT]
        if case.answer
        else [],
        timeline=timeline(actor=ANONYMOUS, case=case),
        main=main_of_merged(case.pk) if state == flow.MERGED else None,
        may_rate=state == flow.ANSWERED or (state == flow.MERGED and may_rate_merged(case.pk)),
        may_withdraw=state in (flow.ASSIGNED, flow.HANDLING, flow.WAITING),
    )


def _photo(file: Attachment, token: str) -> Photo:
    link = f"?{urlencode({'r': token})}"
    return Photo(file.url + link, file.thumb_url and file.thumb_url + link, file.name)


def _open_question(remarks: list[Remark]) -> Remark | None:
    asked = [r for r in remarks if r.kind in (RemarkKind.QUESTION, RemarkKind.ANSWER)]
    return asked[-1] if asked and asked[-1].kind == RemarkKind.QUESTION else None
