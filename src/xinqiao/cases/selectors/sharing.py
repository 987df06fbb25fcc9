"""Who shares a request: those who joined it, and requests that were merged into it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from django.db.models import QuerySet

from xinqiao.cases.errors import CaseNotFound
from xinqiao.cases.models import Case, Follower, Merge
from xinqiao.files.models import Attachment, Purpose
from xinqiao.files.selectors import attachments_of
from xinqiao.kit import crypto
from xinqiao.notifications.services.notify import Recipient
from xinqiao.workflow.models import SUBJECT, Rating

FOLLOWER_PHONE: Final = "cases.follower_phone"


def merged_into(main_id: int) -> list[Case]:
    """Requests that live on in this one now. One statement."""
    cases = Case.objects.filter(merges__into_id=main_id, merges__ended_at__isnull=True)
    return list(cases.select_related("item", "item__requester", "category").order_by("pk"))


def main_of_merged(case_id: int) -> Case | None:
    """The request that this one was merged into and still is, with what a page shows of it."""
    merge = (
        Merge.objects.filter(case_id=case_id, ended_at__isnull=True)
        .select_related(
            "into__item__owner_post",
            "into__item__owner_organisation",
            "into__item__area__parent",
            "into__category",
            "into__place__parent",
        )
        .first()
    )
    return merge.into if merge else None


def may_rate_merged(case_id: int) -> bool:
    """Whether the main request has an answer that this merged one has not rated. Two statements."""
    merge = Merge.objects.filter(
        case_id=case_id, ended_at__isnull=True, into__item__done_at__isnull=False
    ).first()
    if merge is None:
        return False
    return not Rating.objects.filter(item_id=case_id, at__gte=merge.at).exists()


def followers_of(case_id: int) -> QuerySet[Follower]:
    """Who joined a request; unordered."""
    return Follower.objects.filter(case_id=case_id)


def follower_by_token(*, token: str) -> Follower:
    """Who holds this link, with the request and its parts. Raises CaseNotFound (404)."""
    follower = (
        Follower.objects.filter(token=token[:32])
        .select_related(
            "case__item__owner_post",
            "case__item__owner_organisation",
            "case__item__area__parent",
            "case__category",
            "case__place__parent",
        )
        .first()
    )
    if follower is None:
        raise CaseNotFound
    return follower


def followers_to_tell(case_id: int) -> Iterator[tuple[Follower, Recipient]]:
    """Those who joined and can be told, by account or telephone; without either the recorder."""
    for follower in followers_of(case_id).order_by("pk"):
        if follower.user_id is not None:
            yield follower, Recipient.user(follower.user_id)
        elif follower.phone_sealed is not None:
            phone = crypto.unseal(follower.phone_sealed, context=FOLLOWER_PHONE)
            yield follower, Recipient.of_phone(phone)
        elif follower.recorded_by_id is not None:
            yield follower, Recipient.user(follower.recorded_by_id)


def shown_photos(cases: Iterable[Case], *, seen: Collection[int] = ()) -> dict[int, str]:
    """Address of a small photo of each request that may show one; one statement at most.

    seen: keys of requests that the reader may see anyway. `category` must be loaded.
    """
    open_to_all = {case.pk: may_show_photos(case) for case in cases}
    keys = [key for key, is_open in open_to_all.items() if is_open or key in seen]
    if not keys:
        return {}
    found = attachments_of(SUBJECT, keys)
    sent = {key: [f for f in files if _is_sent_photo(f)] for key, files in found.items()}
    return {key: files[0].thumb_url for key, files in sent.items() if files}


def may_show_photos(case: Case) -> bool:
    """Whether neighbours may see the photos: the requester agreed, and it is no private matter."""
    return case.may_publish and case.category.is_public


def shows_photos(*, item_id: int) -> bool:
    """The same, of a request by its key. One statement."""
    agreed = Case.objects.filter(pk=item_id, may_publish=True, category__is_public=True)
    return agreed.exists()


def _is_sent_photo(file: Attachment) -> bool:
    return file.is_photo and file.purpose == Purpose.REPORT
