"""The register of calls to account: for those above, and for the unit itself."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.supervision.errors import AccountNotFound
from xinqiao.supervision.models import Account
from xinqiao.supervision.selectors.duty import SUPERVISORS

NEWEST_FIRST = Order("id", descending=True)
_SHOWN = ("post", "organisation", "notice__item", "area", "called_post")


def visible_accounts(*, actor: Actor) -> QuerySet[Account]:
    """Entries of offices one is in, of units below one, and of one's own post or unit."""
    if actor.is_system:
        return Account.objects.all()
    seen = Q(post_id__in=actor.post_ids) | Q(organisation_id__in=actor.organisation_ids)
    for path in actor.area_paths(*SUPERVISORS):
        below = Q(post__area__path__startswith=path) & ~Q(post__area__path=path)
        seen |= below | Q(organisation__area__path__startswith=path)
        seen |= Q(area_path__startswith=path)
    return Account.objects.filter(seen)


def account_page(*, actor: Actor, cursor: str | None = None, size: int = 25) -> Page[Account]:
    """The register, newest first; one statement."""
    found = visible_accounts(actor=actor).select_related(*_SHOWN)
    return paginate(found, order=NEWEST_FIRST, cursor=cursor, size=size)


def get_account(*, actor: Actor, account_id: int) -> Account:
    """One entry. Raises AccountNotFound (404)."""
    found = visible_accounts(actor=actor).select_related(*_SHOWN).filter(pk=account_id).first()
    if found is None:
        raise AccountNotFound
    return found
