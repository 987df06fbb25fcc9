"""Rows written by arrays are those that Django writes one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from xinqiao.events.models import Event
from xinqiao.kit.bulk import insert_rows

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
FIELDS = ("kind", "at", "actor_label", "on_behalf", "subject_kind", "subject_id", "data")


def rows() -> list[Event]:
    """Two that differ, with words that arrays must quote."""
    return [
        Event(kind=f"kit.{i}", at=AT, subject_kind="x", subject_id=i, data={"a": [i, "引'号\\,{}"]})
        for i in range(2)
    ]


@pytest.mark.django_db
def test_the_same_rows_as_one_by_one() -> None:
    for row in rows():
        row.save()
    plain = list(Event.objects.order_by("pk").values_list(*FIELDS))
    first = Event.objects.latest("pk").pk
    many = rows()
    insert_rows(Event, many)
    written = Event.objects.filter(pk__gt=first).order_by("pk")
    assert list(written.values_list(*FIELDS)) == plain[-2:]
    assert [row.pk for row in many] == list(written.values_list("pk", flat=True))
    assert all(row.recorded_at is not None for row in written)
    insert_rows(Event, [])
