"""People as the security administrator sees them, and lookups for other rooms."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from xinqiao.accounts.access import Actor, Role
from xinqiao.accounts.errors import NoSuchUser
from xinqiao.accounts.models import User
from xinqiao.kit import crypto
from xinqiao.kit.clean import BadPhone, clean_phone


def visible_users(*, actor: Actor, words: str = "", staff_only: bool = True) -> QuerySet[User]:
    """Return accounts with `has_factor`; the security administrator sees all, others themselves.

    words: part of a name or user name, or a whole phone number. staff_only leaves out accounts
    made by phone code.
    """
    found = User.objects.annotate(
        has_factor=Exists(
            Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        )
    )
    if not actor.has_role(Role.SECURITY_ADMIN):
        return found.filter(pk=actor.user_id or 0)
    if staff_only:
        found = found.exclude(username__startswith="r-")
    return found.filter(_matching(words.strip())) if words.strip() else found


def get_user(*, actor: Actor, user_id: int) -> User:
    """Return one account the actor may see. Raises NoSuchUser."""
    user = visible_users(actor=actor, staff_only=False).filter(pk=user_id).first()
    if user is None:
        raise NoSuchUser
    return user


def user_ids_of_phone(phone: str) -> list[int]:
    """Return the account of a phone number as a list of none or one id."""
    indexes = crypto.blind_indexes(clean_phone(phone), context=crypto.PHONE)
    return list(User.objects.filter(phone_index__in=indexes).values_list("pk", flat=True))


def demo_user(user_id: int) -> User | None:
    """Return an active account of the demo's list."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def names_of(user_ids: set[int]) -> dict[int, str]:
    """Return display names by id, in one statement."""
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "display_name"))


def _matching(words: str) -> Q:
    found = Q(username__icontains=words) | Q(display_name__icontains=words)
    try:
        indexes = crypto.blind_indexes(clean_phone(words), context=crypto.PHONE)
    except BadPhone:
        return found
    return found | Q(phone_index__in=indexes)
