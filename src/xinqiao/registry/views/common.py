"""What the pages of the register share: their door, forms that show refusals, sealed searches."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from django import forms

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Actor
from xinqiao.accounts.requests import roles_only
from xinqiao.kit import crypto
from xinqiao.kit.errors import DomainError
from xinqiao.registry.forms.register import add_refusal
from xinqiao.registry.models import Membership

SEARCH = "registry.search"
readers = roles_only(*sorted(GRID_ROLES), *sorted(AREA_STAFF))


def sealed_query(words: str) -> str:
    """Words for an address: names and numbers stand in no log, history or shared link."""
    return base64.urlsafe_b64encode(crypto.seal(words, context=SEARCH)).decode().rstrip("=")


def open_query(token: str) -> str:
    """The words of an address of ours; an address that was cut off searches for nothing."""
    try:
        data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return crypto.unseal(data, context=SEARCH) if data else ""
    except (binascii.Error, ValueError, IndexError, crypto.Unsealable):
        return ""


def done(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do what a valid form asks for; show a refusal in the form and answer False."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        if error.status in (403, 404) and error.field is None:
            raise
        add_refusal(form, error)
        return False
    return True


def status_of(form: forms.BaseForm) -> int:
    """422 for a page that shows a refusal."""
    return 422 if form.is_bound and form.errors else 200


def member_choices(members: list[Membership]) -> list[tuple[int, str]]:
    """Members by name and relation, to choose from."""
    return [(m.person_id, f"{m.person.name} · {m.get_relation_display()}") for m in members]


def holds_any(actor: Actor) -> bool:
    return actor.has_role(*GRID_ROLES, *AREA_STAFF)
