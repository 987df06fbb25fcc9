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

from xinqiao.indicators.declare import FlowFeed
from xinqiao.indicators.models import Fact

COLUMNS: Final = tuple(field.attname for field in Fact._meta.concrete_fields)
_NAME: Final = re.compile(r"[a-z][a-z0-9_.]*")
_TAKEN_OVER: Final = "workflow.escalated"
_DIGITS: Final = 19  # of a 64-bit id


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
    return f"""
SELECT {listed}
FROM (
    SELECT subject_id,
           {aggregates}
    FROM events_event
    WHERE subject_kind = {_text(feed.subject_kind)} AND {chosen}
    GROUP BY subject_id
    HAVING min(at) FILTER (WHERE {_is(feed.opened)}) IS NOT NULL
) AS told"""


def _aggregates(feed: FlowFeed) -> dict[str, str]:
    opened, states = _is(feed.opened), _list(feed.done_states)
    done = f"{_is(feed.done)} AND NOT coalesce(data->>'from', '') IN ({states})"
    undone = f"({_is(feed.reopened)} OR {_is(feed.restored)} AND NOT data->>'to' IN ({states}))"
    owner = f"({_is((*feed.opened, *feed.owner))} AND data ? 'organisation'"
    owner += f" OR kind = {_text(_TAKEN_OVER)} AND data ? 'from_post')"
    party = "coalesce(data->>'post', '0') || ',' || coalesce(data->>'organisation', '0')"
    return {
        "last_event_id": "max(id)",
        "opened_at": _when("min(at)", opened),
        "area": _last("area_path", f"{_is((*feed.opened, *feed.moved))}"),
        "category": _last("data->>'category'", f"{_is((*feed.opened, *feed.recategorised))}"),
        "party": _last(party, owner),
        "accept_due": _last_due(feed.accept_clock),
        "accepted_id": _when("max(id)", _is(feed.accepted)),
        "accepted": _when("max(at)", _is(feed.accepted)),
        "reply_due": _last_due(feed.reply_clock),
        "replied": _when("min(at)", _is(feed.replied)),
        "due": _last_due(feed.promise),
        "paused_id": _when(
            "max(id)", f"data ? 'paused' AND data->'paused' ? {_text(feed.promise)}"
        ),
        "done_id": _when("max(id)", done),
        "done": _when("max(at)", done),
        "doer": _last("coalesce(actor_user_id::text, '')", done),
        "undone_id": _when("max(id)", undone),
        "outcome": _last("coalesce(data->>'outcome', '')", done),
        "closed_id": _when("max(id)", _is(feed.closed)),
        "closed": _when("max(at)", _is(feed.closed)),
        "withdrawn_id": _when("max(id)", _is(feed.withdrawn)),
        "restored_id": _when("max(id)", _is(feed.restored)),
        "rated": _when("max(at)", f"{_is(feed.rated)} AND data ? 'score'"),
        "score": _last("data->>'score'", f"{_is(feed.rated)} AND data ? 'score'"),
        "reopened": _when("count(*)", _is(feed.reopened)),
        "returned": _when("count(*)", _is(feed.returned)),
        "extended": _when("count(*)", _is(feed.extended)),
        "escalated": _when("count(*)", _is(feed.escalated)),
        "whistled": _when("count(*)", _is(feed.whistled)),
        "supervised": _when("count(*)", _is(feed.supervised)),
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
    """The last due time of a clock. The outer `?` is cheap and spares most events the inner one."""
    name = _text(clock)
    return _last(f"(data->'due'->>{name})", f"data ? 'due' AND data->'due' ? {name}")


def _last(value: str, condition: str) -> str:
    packed = f"lpad(id::text, {_DIGITS}, '0') || ({value})"
    return _when(f'max(({packed}) COLLATE "C")', condition)


def _value(name: str) -> str:
    return f"substr({name}, {_DIGITS + 1})"


def _id(name: str) -> str:
    return f"coalesce(left({name}, {_DIGITS})::bigint, 0)"


def _when(aggregate: str, condition: str) -> str:
    return f"{aggregate} FILTER (WHERE {condition})"


def _is(kinds: tuple[str, ...]) -> str:
    if not kinds:
        return "false"
    if len(kinds) == 1:
        return f"kind = {_text(kinds[0])}"
    return f"kind IN ({_list(kinds)})"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(_text(name) for name in names) or "NULL"


def _text(name: str) -> str:
    """A literal. The names come from declarations in the code, and must look like it."""
    if _NAME.fullmatch(name) is None:
        raise ValueError(f"{name!r} cannot be part of a statement.")
    return f"'{name}'"
