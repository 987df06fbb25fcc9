"""Rows that follow a person into another record, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, UniqueConstraint

from xinqiao.registry.extras import PersonReference, person_references

Rows = QuerySet[models.Model]


@dataclass(frozen=True, slots=True)
class Moved:
    """Ids by reference (`care.Grant.person`): what went along, and what stayed behind."""

    moved: dict[str, list[Any]] = field(default_factory=dict)
    stayed: dict[str, list[Any]] = field(default_factory=dict)


def move_all(*, source: int, target: int) -> Moved:
    """Point every known reference at `target`; rows that `target` has already stay."""
    found = Moved()
    for reference in person_references():
        moved, stayed = _move(reference, source, target)
        if moved:
            found.moved[reference.name] = moved
        if stayed:
            found.stayed[reference.name] = stayed
    return found


def move_back(*, moved: Mapping[str, Iterable[Any]], source: int, target: int) -> None:
    """Point the rows named at `source` again, as far as they still point at `target`."""
    known = {reference.name: reference for reference in person_references()}
    for name, ids in moved.items():
        reference = known.get(name)
        if reference is not None:
            rows = _rows(reference, target).filter(pk__in=list(ids))
            rows.update(**{_column(reference): source})


def _move(reference: PersonReference, source: int, target: int) -> tuple[list[Any], list[Any]]:
    rows = _rows(reference, source)
    # Locked in the order of their ids, so that two mergers wait for each other and never in a ring.
    ids = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    if not ids:
        return [], []
    taken = set(rows.filter(_taken(reference, target)).values_list("pk", flat=True))
    free = [pk for pk in ids if pk not in taken]
    refused = _point_at(reference, free, target)
    stayed = [pk for pk in ids if pk in taken or pk in refused]
    return [pk for pk in free if pk not in refused], stayed


def _point_at(reference: PersonReference, ids: Sequence[Any], target: int) -> set[Any]:
    """Write the new person; ids that a constraint unknown to Python refuses."""
    every = _model(reference)._base_manager
    change = {_column(reference): target}
    try:
        with transaction.atomic():
            every.filter(pk__in=ids).update(**change)
    except IntegrityError:
        pass
    else:
        return set()
    refused = set()
    for pk in ids:
        try:
            with transaction.atomic():
                every.filter(pk=pk).update(**change)
        except IntegrityError:
            refused.add(pk)
    return refused


def _taken(reference: PersonReference, target: int) -> Q:
    """Rows whose counterpart the target has: by the table's own rules and by the declared one."""
    taken = Q(pk__in=())
    for fields, condition in _unique_rules(reference):
        others = [name for name in fields if name != reference.field]
        twin = _rows(reference, target).filter(**{name: OuterRef(name) for name in others})
        if condition is not None:
            twin = twin.filter(condition)
        taken |= Q(Exists(twin)) & (condition or Q())
    return taken


def _unique_rules(reference: PersonReference) -> list[tuple[Sequence[str], Q | None]]:
    meta = _model(reference)._meta
    rules: list[tuple[Sequence[str], Q | None]] = [
        (rule.fields, rule.condition)
        for rule in meta.constraints
        if isinstance(rule, UniqueConstraint) and reference.field in rule.fields
    ]
    if getattr(meta.get_field(reference.field), "unique", False):
        rules.append(((reference.field,), None))
    if reference.unique_with:
        rules.append(((reference.field, *reference.unique_with), None))
    return rules


def _rows(reference: PersonReference, person_id: int) -> Rows:
    rows: Rows = _model(reference)._base_manager.filter(
        **{_column(reference): person_id}, **dict(reference.where)
    )
    return rows


def _model(reference: PersonReference) -> type[models.Model]:
    return apps.get_model(reference.model)


def _column(reference: PersonReference) -> str:
    """`person_id` of a foreign key `person`, or the plain column itself."""
    return str(getattr(_model(reference)._meta.get_field(reference.field), "attname", ""))
