"""The one statement that makes facts out of events, generated from what a flow declares.

Facts are a group-by over the events of each item. "The last one" is the greatest id, and a last
value is the greatest text of a padded id and that value, so every aggregate can be computed in
parts and needs no sorting of an item's events.
"""

# Statements are made of declarations in the code; every value is a parameter.
# ruff: noqa: S608

from __future__ import annotations

import re
from functools import cache
from typing import Final

from xinqiao.indicators.declare import ITEM, FlowFeed
from xinqiao.indicators.models import Fact

COLUMNS: Final = tuple(field.attname for field in Fact._meta.concrete_fields)
_NAME: Final = re.compile(r"[a-z][a-z0-9_.]*")
_DIGITS: Final = 19  # of a 64-bit id


# What an event may tell; each becomes a bit, so that its kind is looked at only once.
_ROLES: Final = (
    "opened", "accepted", "replied", "done", "reopened", "closed", "withdrawn", "restored", "owner",
    "moved", "recategorised", "rated", "returned", "extended", "escalated", "whistled",
    "supervised",
)  # fmt: skip
_BIT: Final = {role: 1 << place for place, role in enumerate(_ROLES)}


@cache
def facts_sql(feed: FlowFeed, chosen: str) -> str:
    """A SELECT of all columns of `indicators_fact` from the events that fulfil `chosen` (SQL).

    What is no event of an item of this flow gives no row.
    """
    columns = _final_columns(feed)
    listed = ",\n       ".join(f"{columns[name]} AS {name}" for name in COLUMNS)
    aggregates = ",\n           ".join(
        f"{sql} AS {name}" for name, sql in _aggregates(feed).items()
    )
    # OFFSET 0 keeps the inner expressions from being computed again for each aggregate.
    return f"""
SELECT {listed}
FROM (
    SELECT subject_id,
           {aggregates}
    FROM (
        SELECT id, subject_id, at, area_path, actor_user_id, data,
               data->'due' AS due, data->'paused' AS paused,
               CASE kind {_kinds(feed)} ELSE 0 END AS told
        FROM events_event
        WHERE subject_kind = '{ITEM}' AND {chosen} AND ({_from_its_rooms(feed)})
        OFFSET 0
    ) AS steps
    GROUP BY subject_id
    HAVING min(at) FILTER (WHERE {_tells("opened")}) IS NOT NULL
) AS facts"""


def _kinds(feed: FlowFeed) -> str:
    """WHEN kind THEN the bits of all it tells, for every declared kind."""
    bits: dict[str, int] = {}
    for role in _ROLES:
        for kind in getattr(feed, role):
            bits[kind] = bits.get(kind, 0) | _BIT[role]
    return " ".join(f"WHEN {_text(kind)} THEN {told}" for kind, told in bits.items())


def _from_its_rooms(feed: FlowFeed) -> str:
    """Only rooms that tell of this flow; the events of other flows' items need no closer look."""
    kinds = (kind for role in _ROLES for kind in getattr(feed, role))
    rooms = sorted({kind.partition(".")[0] for kind in kinds})
    return " OR ".join(f"starts_with(kind, {_text(f'{room}.')})" for room in rooms)


def _aggregates(feed: FlowFeed) -> dict[str, str]:
    states = ", ".join(_text(state) for state in feed.done_states) or "NULL"
    done = f"{_tells('done')} AND NOT coalesce(data->>'from', '') IN ({states})"
    undone = f"({_tells('reopened')} OR {_tells('restored')} AND NOT data->>'to' IN ({states}))"
    # A rung names the post that watches from now on; it has the item only when it took it over.
    owner = f"({_tells('opened', 'owner')} AND data ? 'organisation'"
    owner += f" OR {_tells('escalated')} AND data ? 'from_post')"
    party = "coalesce(data->>'post', '0') || ',' || coalesce(data->>'organisation', '0')"
    rated = f"{_tells('rated')} AND data ? 'score'"
    return {
        "last_event_id": "max(id)",
        "opened_at": _when("min(at)", _tells("opened")),
        "area": _last("area_path", _tells("opened", "moved")),
        "category": _last("data->>'category'", _tells("opened", "recategorised")),
        "party": _last(party, owner),
        "accept_due": _last_due(feed.accept_clock),
        "accepted_id": _when("max(id)", _tells("accepted")),
        "accepted": _when("max(at)", _tells("accepted")),
        "reply_due": _last_due(feed.reply_clock),
        "replied": _when("min(at)", _tells("replied")),
        "due": _last_due(feed.promise),
        "paused_id": _when("max(id)", f"paused ? {_text(feed.promise)}"),
        "done_id": _when("max(id)", done),
        "done": _when("max(at)", done),
        "doer": _last("coalesce(actor_user_id::text, '')", done),
        "undone_id": _when("max(id)", undone),
        "outcome": _last("coalesce(data->>'outcome', '')", done),
        "closed_id": _when("max(id)", _tells("closed")),
        "closed": _when("max(at)", _tells("closed")),
        "withdrawn_id": _when("max(id)", _tells("withdrawn")),
        "restored_id": _when("max(id)", _tells("restored")),
        "rated": _when("max(at)", rated),
        "score": _last("data->>'score'", rated),
        "reopened": _when("count(*)", _tells("reopened")),
        "returned": _when("count(*)", _tells("returned")),
        "extended": _when("count(*)", _tells("extended")),
        "escalated": _when("count(*)", _tells("escalated")),
        "whistled": _when("count(*)", _tells("whistled")),
        "supervised": _when("count(*)", _tells("supervised")),
    }


def _final_columns(feed: FlowFeed) -> dict[str, str]:
    is_done = "done_id > coalesce(undone_id, 0)"
    score = f"nullif({_value('score')}, '')::smallint"
    # A clock that runs anew makes a pause or an acceptance before it a thing of the past.
    return {
        "subject_id": "subject_id",
        "flow": _text(feed.flow),
        "area_path": _value("area"),
        "category_code": f"coalesce({_value('category')}, '')",
        "organisation_id": f"coalesce(split_part({_value('party')}, ',', 2), '0')::bigint",
        "post_id": f"coalesce(split_part({_value('party')}, ',', 1), '0')::bigint",
        "handled_by": f"CASE WHEN {is_done} THEN nullif({_value('doer')}, '')::bigint END",
        "opened_at": "opened_at",
        "accept_due_at": f"{_value('accept_due')}::timestamptz",
        "accepted_at": f"CASE WHEN accepted_id >= {_id('accept_due')} THEN accepted END",
        "reply_due_at": f"{_value('reply_due')}::timestamptz",
        "replied_at": "replied",
        "due_at": f"{_value('due')}::timestamptz",
        "done_at": f"CASE WHEN {is_done} THEN done END",
        "closed_at": "CASE WHEN closed_id > greatest(undone_id, restored_id, 0) THEN closed END",
        "rated_at": "rated",
        "score": score,
        "is_satisfied": f"{score} >= {int(feed.satisfied_from)}",
        "is_withdrawn": "coalesce(withdrawn_id, 0) > coalesce(restored_id, 0)",
        "is_paused": f"coalesce(paused_id > greatest({_id('due')}, done_id), false)",
        "times_reopened": "reopened::smallint",
        "times_returned": "returned::smallint",
        "times_extended": "extended::smallint",
        "times_escalated": "escalated::smallint",
        "times_whistled": "whistled::smallint",
        "times_supervised": "supervised::smallint",
        "outcome": f"CASE WHEN {is_done} THEN coalesce({_value('outcome')}, '') ELSE '' END",
        "last_event_id": "last_event_id",
    }


def _last_due(clock: str) -> str:
    return _last(f"(due->>{_text(clock)})", f"due ? {_text(clock)}")


def _last(value: str, condition: str) -> str:
    packed = f"lpad(id::text, {_DIGITS}, '0') || ({value})"
    return _when(f'max(({packed}) COLLATE "C")', condition)


def _value(name: str) -> str:
    return f"substr({name}, {_DIGITS + 1})"


def _id(name: str) -> str:
    return f"coalesce(left({name}, {_DIGITS})::bigint, 0)"


def _when(aggregate: str, condition: str) -> str:
    return f"{aggregate} FILTER (WHERE {condition})"


def _tells(*roles: str) -> str:
    """SQL for an event that tells any of these."""
    return f"told & {sum(_BIT[role] for role in roles)} <> 0"


def _text(name: str) -> str:
    """A literal. The names come from declarations in the code, and must look like it."""
    if _NAME.fullmatch(name) is None:
        raise ValueError(f"{name!r} cannot be part of a statement.")
    return f"'{name}'"
