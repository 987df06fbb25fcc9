"""Forms: write a draft, publish it, end it. What is published never changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.grid.models import Area
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.time import require_aware
from xinqiao.registry.models import Tag
from xinqiao.visits.errors import (
    AlreadyPublished,
    BadFormCode,
    BrokenForm,
    FormNotFound,
    OtherSubject,
    UnknownWord,
)
from xinqiao.visits.form_words import placed
from xinqiao.visits.formlang import Problem, check, read
from xinqiao.visits.formlang.shapes import PEOPLE_TAGS
from xinqiao.visits.models import FORM, Form, FormSubject
from xinqiao.visits.selectors.forms import may_edit_forms

CODE: Final = re.compile(r"[a-z][a-z0-9-]{1,39}")


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    code: str,
    title: str,
    subject: str,
    definition: Mapping[str, Any],
    at: datetime,
    area_id: int | None = None,
    position: int | None = None,
) -> Form:
    """Write the draft of the next version of a form; a new code begins a new form.

    Records `visits.form_saved`. Raises NotAllowed (403), BadFormCode, OtherSubject, BrokenForm
    with a sentence for every mistake (422).
    """
    _require_editor(actor)
    if not CODE.fullmatch(code):
        raise BadFormCode(field="code")
    if subject not in FormSubject.values:
        raise UnknownWord(field="subject")
    refuse_broken(definition)
    newest = Form.objects.select_for_update().filter(code=code).order_by("-version").first()
    if newest is not None and newest.subject != subject:
        raise OtherSubject(field="subject")
    form = _draft_after(newest, code)
    form.title = clean_text(title, limit=60, field="title", required=True, multiline=False)
    form.subject, form.definition = subject, dict(definition)
    form.area = Area.objects.get(pk=area_id) if area_id else None
    form.area_path = form.area.path if form.area else ""
    form.position = position if position is not None else (newest.position if newest else 0)
    form.saved_by_id, form.saved_at = actor.user_id, require_aware(at)
    form.save()
    _record(actor, form, "visits.form_saved", at)
    return form


@transaction.atomic
def publish_form(*, actor: Actor, form_id: int, at: datetime) -> Form:
    """Put a draft into use from now on; the version before it ends at this moment.

    Records `visits.form_published`. Raises NotAllowed (403), FormNotFound (404), AlreadyPublished
    (409), BrokenForm (422), also when it offers categories that the register does not give.
    """
    _require_editor(actor)
    form = Form.objects.select_for_update().filter(pk=form_id).first()
    if form is None:
        raise FormNotFound
    if form.published_at is not None:
        raise AlreadyPublished
    refuse_broken(form.definition)
    _refuse_unknown_tags(form.definition, at)
    Form.objects.filter(
        code=form.code, published_at__isnull=False, valid_until__isnull=True
    ).update(valid_until=at)
    form.published_at = form.valid_from = require_aware(at)
    form.save(update_fields=["published_at", "valid_from"])
    _record(actor, form, "visits.form_published", at)
    return form


@transaction.atomic
def end_form(*, actor: Actor, code: str, at: datetime) -> None:
    """Take a form out of use; its visits keep their version. Records `visits.form_ended`.

    Raises NotAllowed (403), FormNotFound (404) when it is not in use.
    """
    _require_editor(actor)
    form = (
        Form.objects.select_for_update()
        .filter(code=code, published_at__isnull=False, valid_until__isnull=True)
        .first()
    )
    if form is None:
        raise FormNotFound
    form.valid_until = require_aware(at)
    form.save(update_fields=["valid_until"])
    _record(actor, form, "visits.form_ended", at)


def refuse_broken(definition: Any) -> None:
    """Raise BrokenForm with a sentence for each mistake of a definition."""
    if problems := check(definition):
        raise BrokenForm(tuple(placed(problem) for problem in problems))


def _refuse_unknown_tags(definition: Mapping[str, Any], at: datetime) -> None:
    given = set(
        Tag.objects.exclude(valid_until__lte=at).filter(rule={}).values_list("code", flat=True)
    )
    problems = [
        Problem("unknown_tag", question.code, {"code": code})
        for question in read(definition).questions
        if question.type == PEOPLE_TAGS
        for code in question.option_codes
        if code not in given
    ]
    if problems:
        raise BrokenForm(tuple(placed(problem) for problem in problems))


def _draft_after(newest: Form | None, code: str) -> Form:
    if newest is not None and newest.published_at is None:
        return newest
    return Form(code=code, version=newest.version + 1 if newest else 1)


def _require_editor(actor: Actor) -> None:
    if not may_edit_forms(actor):
        raise NotAllowed


def _record(actor: Actor, form: Form, kind: str, at: datetime) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=FORM,
        subject_id=form.pk,
        area_path=form.area_path,
        data={"code": form.code, "version": form.version, "title": form.title},
    )
