"""Forms: which version counts where and when, and what staff are working on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Q, QuerySet, Value

from xinqiao.accounts.access import Actor, Role
from xinqiao.visits.errors import FormNotFound
from xinqiao.visits.models import Form

EDITORS: Final = (Role.SYSTEM_ADMIN, Role.COUNTY)


def may_edit_forms(actor: Actor) -> bool:
    """Whether the actor writes and publishes forms."""
    return actor.is_system or actor.has_role(*EDITORS)


def forms_in_use(*, at: datetime, area_path: str | None = None) -> QuerySet[Form]:
    """The published versions that count at a moment, for one area or anywhere."""
    forms = Form.objects.filter(published_at__isnull=False, valid_from__lte=at).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    )
    if area_path is not None:
        here = Value(area_path)
        forms = forms.annotate(here=here).filter(here__startswith=F("area_path"))
    return forms.order_by("position", "code")


def forms_for(*, actor: Actor, at: datetime, subject: str = "") -> list[Form]:
    """Forms that count in any area the actor holds."""
    found = forms_in_use(at=at)
    if subject:
        found = found.filter(subject=subject)
    paths = [post.area_path for post in actor.posts]
    return [form for form in found if actor.is_system or _meets(form.area_path, paths)]


def form_in_use(*, code: str, at: datetime, area_path: str) -> Form:
    """The version of a form that counts here and now. Raises FormNotFound."""
    form = forms_in_use(at=at, area_path=area_path).filter(code=code).first()
    if form is None:
        raise FormNotFound
    return form


def get_form(*, actor: Actor, form_id: int) -> Form:
    """Any version, for those who edit forms. Raises FormNotFound for others, too."""
    form = Form.objects.filter(pk=form_id).select_related("area", "saved_by").first()
    if form is None or not may_edit_forms(actor):
        raise FormNotFound
    return form


@dataclass(frozen=True, slots=True)
class FormFamily:
    """All versions of a form, the newest first."""

    code: str
    versions: Sequence[Form]
    current: Form | None

    @property
    def draft(self) -> Form | None:
        return next((form for form in self.versions if form.published_at is None), None)

    @property
    def newest(self) -> Form:
        return self.versions[0]


def form_families(*, actor: Actor, at: datetime) -> list[FormFamily]:
    """All forms with their versions, for those who edit them. Raises FormNotFound."""
    if not may_edit_forms(actor):
        raise FormNotFound
    by_code: dict[str, list[Form]] = defaultdict(list)
    for form in (
        Form.objects.defer("definition")
        .select_related("area")
        .order_by("position", "code", "-version")
    ):
        by_code[form.code].append(form)
    return [
        FormFamily(code, versions, next((f for f in versions if counts(f, at)), None))
        for code, versions in by_code.items()
    ]


def counts(form: Form, at: datetime) -> bool:
    """Whether this version is the one in use at a moment."""
    if form.published_at is None or form.valid_from is None or form.valid_from > at:
        return False
    return form.valid_until is None or form.valid_until > at


def _meets(area_path: str, paths: Sequence[str]) -> bool:
    return any(area_path.startswith(path) or path.startswith(area_path) for path in paths)
