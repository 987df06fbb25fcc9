"""The page of a person, and writing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.requests import actor_of
from xinqiao.kit.time import now
from xinqiao.registry.drafts import PersonDraft
from xinqiao.registry.extras import shown_panels
from xinqiao.registry.forms.register import EditPersonForm, NewPersonForm, TagForm
from xinqiao.registry.identity import masked_citizen_number, masked_phone
from xinqiao.registry.models import PERSON, Person, Relation
from xinqiao.registry.register_errors import AlreadyRegistered, LooksAlike
from xinqiao.registry.selectors.details import (
    history_of,
    household_detail,
    person_detail,
    tags_in_force,
)
from xinqiao.registry.selectors.powers import may_write, require_writer
from xinqiao.registry.selectors.purposes import ASKED_FIELDS, notices_at
from xinqiao.registry.selectors.scope import visible_people
from xinqiao.registry.services.capture import add_person
from xinqiao.registry.services.edit import edit_person
from xinqiao.registry.services.reveal import revealable
from xinqiao.registry.services.tagging import end_tag, give_tag
from xinqiao.registry.views.common import done, readers, status_of


@readers
@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Masked; with households, categories, what was recorded, and what other rooms add."""
    actor, at = actor_of(request), now()
    detail = person_detail(actor=actor, person_id=person_id)
    row = detail.person
    opened = revealable(actor=actor, person=row, at=at)
    held = {one.tag.code for one in detail.tags}
    choices = [(tag.code, tag.name) for tag in tags_in_force(at=at) if tag.code not in held]
    context = {
        "detail": detail,
        "person": row,
        "number": masked_citizen_number(row.citizen_number_sealed),
        "phone": masked_phone(row.phone_sealed),
        "opened": opened,
        "ordinary": [one for one in detail.tags if not one.tag.is_sensitive],
        "hidden": sum(one.tag.is_sensitive for one in detail.tags),
        "may_write": may_write(actor, row.area_path),
        "tag_form": TagForm(tags=choices),
        "panels": shown_panels(PERSON, actor, row, at),
        "history": history_of(kind=PERSON, row_id=row.pk),
    }
    return render(request, "registry/person.html", context)


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: HttpRequest, household_id: int) -> HttpResponse:
    """Add somebody to a household."""
    actor = actor_of(request)
    detail = household_detail(actor=actor, household_id=household_id)
    require_writer(actor, detail.household.area_path)
    has_head = any(row.relation == Relation.HEAD for row in detail.members)
    start = {"relation": Relation.SPOUSE if has_head else Relation.HEAD}
    form = NewPersonForm(request.POST or None, initial=start)
    made: list[Person] = []
    seen: list[int] = []

    def act() -> None:
        draft = PersonDraft(**form.cleaned_data)
        try:
            made.append(add_person(actor=actor, household_id=household_id, draft=draft, at=now()))
        except LooksAlike as alike:
            seen.extend(alike.params["person_ids"])
            raise
        except AlreadyRegistered as known:
            seen.append(known.params["person_id"])
            raise

    if request.method == "POST" and done(form, act):
        messages.success(request, _("%(name)s is on the register.") % {"name": made[0].name})
        return redirect("registry:household", household_id=household_id)
    alike = visible_people(actor=actor).filter(pk__in=seen)
    context: dict[str, Any] = {
        "form": form,
        "household": detail.household,
        "alike": alike,
        "notices": notices_at(fields=ASKED_FIELDS, at=now()),
    }
    return render(request, "registry/new_person.html", context, status=status_of(form))


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """Correct a record; an older version is told so."""
    actor = actor_of(request)
    detail = person_detail(actor=actor, person_id=person_id)
    row, home = detail.person, detail.home
    require_writer(actor, row.area_path)
    known = {name: getattr(row, name) for name in ("name", "sex", "born_on", "employer", "note")}
    if home is not None:
        known |= {name: getattr(home, name) for name in ("relation", "is_registered", "lives_here")}
    form = EditPersonForm(
        request.POST or None,
        initial=known | {"version": row.version},
        has_home=home is not None,
    )

    def act() -> None:
        changes = {
            name: value
            for name, value in form.cleaned_data.items()
            if name in form.changed_data and name not in ("version", "forget_phone")
        }
        if form.cleaned_data["forget_phone"]:
            changes["phone"] = ""
        edit_person(
            actor=actor,
            person_id=person_id,
            changes=changes,
            version=form.cleaned_data["version"],
            at=now(),
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("The record is corrected."))
        return redirect("registry:person", person_id=person_id)
    context = {"form": form, "person": row}
    return render(request, "registry/edit_person.html", context, status=status_of(form))


@readers
@require_POST
def tag(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a category, or end one (`end`)."""
    actor, at = actor_of(request), now()
    ended = request.POST.get("end", "")
    if ended:
        end_tag(actor=actor, person_id=person_id, code=ended, at=at)
        messages.success(request, _("The category is ended."))
    else:
        give_tag(actor=actor, person_id=person_id, code=request.POST.get("code", ""), at=at)
        messages.success(request, _("The category is given."))
    return redirect("registry:person", person_id=person_id)
