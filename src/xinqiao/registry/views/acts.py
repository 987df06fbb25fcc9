"""`…/households/<id>/acts/<name>/`: one form for each change of a household."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of
from xinqiao.kit.time import local_day, now
from xinqiao.registry.errors import DwellingNotFound
from xinqiao.registry.forms.register import ActForm
from xinqiao.registry.identity import parse_citizen_number
from xinqiao.registry.models import Act
from xinqiao.registry.register_errors import AddressAmbiguous
from xinqiao.registry.selectors.details import HouseholdDetail, household_detail
from xinqiao.registry.selectors.powers import require_writer
from xinqiao.registry.selectors.search import search_dwellings
from xinqiao.registry.services.acts.leave import change_head, come_back, leave, record_death
from xinqiao.registry.services.acts.move import merge, move, split
from xinqiao.registry.views.common import done, member_choices, readers, status_of

Perform = Callable[..., Act]


@dataclass(frozen=True, slots=True)
class Spec:
    """An act: its words, its fields, what it does."""

    label: Promise
    icon: str
    fields: tuple[str, ...]
    perform: Perform
    advice: Promise


def _move(*, actor: Actor, household_id: int, data: dict[str, Any], **when: Any) -> Act:
    return move(
        actor=actor,
        household_id=household_id,
        person_ids=data["people"] or None,
        dwelling_id=_dwelling_at(actor, data["address"]),
        new_head_id=data["new_head"],
        **when,
    )


def _split(*, actor: Actor, household_id: int, data: dict[str, Any], **when: Any) -> Act:
    return split(
        actor=actor,
        household_id=household_id,
        person_ids=data["people"],
        new_head_id=data["new_head"],
        **when,
    )


def _merge(*, actor: Actor, household_id: int, data: dict[str, Any], **when: Any) -> Act:
    return merge(
        actor=actor, household_id=household_id, into_household_id=data["to_household"], **when
    )


def _leave(*, actor: Actor, household_id: int, data: dict[str, Any], **when: Any) -> Act:
    return leave(
        actor=actor,
        household_id=household_id,
        person_ids=data["people"] or None,
        new_head_id=data["new_head"],
        **when,
    )


def _die(*, actor: Actor, household_id: int, data: dict[str, Any], **when: Any) -> Act:
    return record_death(actor=actor, person_id=data["person"], new_head_id=data["new_head"], **when)


def _head(*, actor: Actor, household_id: int, data: dict[str, Any], **when: Any) -> Act:
    return change_head(actor=actor, household_id=household_id, person_id=data["person"], **when)


def _return(*, actor: Actor, household_id: int, data: dict[str, Any], **when: Any) -> Act:
    read = parse_citizen_number(data["citizen_number"], today=local_day(when["at"]))
    return come_back(
        actor=actor,
        household_id=household_id,
        citizen_number=read.number,
        relation=data["relation"],
        **when,
    )


ACTS: Final[dict[str, Spec]] = {
    "move": Spec(
        _("Move"),
        "truck",
        ("people", "address", "new_head"),
        _move,
        _("To another dwelling here. The old household stays on record with its days."),
    ),
    "split": Spec(
        _("Split the household"),
        "arrows-split-2",
        ("people", "new_head"),
        _split,
        _("Those chosen become a household of their own behind the same door."),
    ),
    "merge": Spec(
        _("Join another household"),
        "arrows-join-2",
        ("to_household",),
        _merge,
        _("Everybody joins the other household behind this door, which keeps its head."),
    ),
    "leave": Spec(
        _("Record a departure"),
        "door-exit",
        ("people", "new_head"),
        _leave,
        _("Out of the area. Categories and plans end; the record stays and can come back."),
    ),
    "death": Spec(
        _("Record a death"),
        "flower",
        ("person", "new_head"),
        _die,
        _("Categories and plans end; the record stays."),
    ),
    "head": Spec(
        _("Change the head"),
        "user-star",
        ("person",),
        _head,
        _("The relations of the others turn round with it."),
    ),
    "return": Spec(
        _("Somebody comes back"),
        "door-enter",
        ("citizen_number", "relation"),
        _return,
        _("The record of somebody who had moved away comes here with its whole history."),
    ),
}


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, household_id: int, name: str) -> HttpResponse:
    """Record one act."""
    if name not in ACTS:
        raise Http404
    actor, at, spec = actor_of(request), now(), ACTS[name]
    detail = household_detail(actor=actor, household_id=household_id)
    require_writer(actor, detail.household.area_path)
    form = ActForm(
        request.POST or None,
        wanted=spec.fields,
        members=member_choices(list(detail.members)),
        households=_neighbours(detail),
        initial={"on": local_day(at)},
    )
    made: list[Act] = []

    def perform() -> None:
        data = form.cleaned_data
        when = {"on": data["on"], "reason": data["reason"], "at": at}
        made.append(spec.perform(actor=actor, household_id=household_id, data=data, **when))

    if request.method == "POST" and done(form, perform):
        messages.success(request, _("It is on record."))
        return redirect("registry:household", household_id=_next(made[0], household_id))
    context = {"form": form, "household": detail.household, "spec": spec, "name": name}
    return render(request, "registry/act.html", context, status=status_of(form))


def _next(made: Act, household_id: int) -> int:
    """The household to show next: the new one where everybody went along."""
    source = made.household
    if made.to_household_id and source is not None and source.ended_at is not None:
        return made.to_household_id
    return household_id


def _neighbours(detail: HouseholdDetail) -> list[tuple[int, str]]:
    return [(row.pk, _household_words(row)) for row in detail.neighbours]


def _household_words(household: Any) -> str:
    names = "、".join(row.person.name for row in household.members[:5])
    return names or f"#{household.pk}"


def _dwelling_at(actor: Actor, address: str) -> int:
    """The dwelling somebody means. Raises DwellingNotFound, AddressAmbiguous."""
    found = list(search_dwellings(actor=actor, words=address, size=6))
    if len(found) > 1:
        shown = "、".join(row.address for row in found[:5])
        raise AddressAmbiguous(shown=shown, field="address")
    if not found:
        raise DwellingNotFound(field="address")
    return int(found[0].pk)
