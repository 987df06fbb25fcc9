"""What several services of this room need: a locked issue, an event, a title without persons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.issues.errors import IssueClosed, IssueNotFound, TitleNeeded
from xinqiao.issues.models import LIVE, Issue
from xinqiao.issues.selectors.issues import may_lead, visible_issues
from xinqiao.kit.clean import clean_text
from xinqiao.kit.deidentify import mask_public

SUBJECT: Final = "issue"
TITLE_CHARS: Final = 60


def locked(*, actor: Actor, issue_id: int, live: bool = True) -> Issue:
    """The issue for a correction, its row locked. Raises IssueNotFound, IssueClosed (409)."""
    issue = Issue.objects.select_for_update(of=("self",)).filter(pk=issue_id).first()
    if issue is None or not visible_issues(actor=actor).filter(pk=issue_id).exists():
        raise IssueNotFound
    if not may_lead(actor=actor, issue=issue):
        raise IssueNotFound
    if live and issue.state not in LIVE:
        raise IssueClosed
    return issue


def record(
    *, kind: str, actor: Actor, issue: Issue, at: datetime, data: dict[str, Any] | None = None
) -> None:
    """Append one event about an issue."""
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=SUBJECT,
        subject_id=issue.pk,
        area_path=issue.area_path,
        data=data,
    )


def public_title(text: str) -> str:
    """A title that may stand on a wall: no telephone, no name, no door."""
    return mask_public(" ".join(text.split()))[:TITLE_CHARS]


def checked_title(text: str) -> str:
    """A title that somebody typed, with what must not be public hidden. Raises TitleNeeded."""
    title = clean_text(text, limit=120, field="title", multiline=False)
    if not title or len(title) > TITLE_CHARS:
        raise TitleNeeded(field="title")
    return public_title(title)


def common_area(paths: Sequence[str]) -> str:
    """The deepest area that contains all of these paths; empty when there is none."""
    if not paths:
        return ""
    codes = [path.rstrip(".").split(".") for path in paths]
    shared: list[str] = []
    for level in zip(*codes, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return ".".join(shared) + "." if shared else ""
