"""Turning the keys of personal data: every sealed value written anew, batch by batch, online.

A value that somebody changes meanwhile is left alone, for that writing used the newest key. Sealed
values carry their key's id, so what is left to do is asked of the rows; blind indexes carry none,
so a note in the data folder says how far they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from xinqiao.kit import crypto
from xinqiao.kit.sealed import SealedColumn, sealed_columns

BATCH: Final = 500
Progress = Callable[[int], object]


@dataclass(slots=True)
class Turned:
    """What one run did with a column."""

    column: str
    sealed: int = 0  # values written anew under the newest key
    indexed: int = 0  # blind indexes written anew
    unreadable: list[str] = field(default_factory=list)  # ids that no key of the ring opens


@dataclass(frozen=True, slots=True)
class Standing:
    """How a column stands: values by the id of their key, in hexadecimal digits."""

    column: str
    values: int
    by_key: dict[str, int]
    stale: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Row:
    pk: Any
    sealed: bytes
    index: bytes | None


def standings() -> list[Standing]:
    """Count the values of every column by key."""
    return [_standing(column) for column in sealed_columns()]


def rotate(*, progress: Progress = lambda count: None, batch: int = BATCH) -> list[Turned]:
    """Bring every sealed value and blind index under the newest keys; what was done by column.

    Can be stopped and run again at any moment, while people work.
    """
    notes = _Notes.read()
    done = []
    for column in sealed_columns():
        turned = Turned(column.name)
        start = notes.behind(column.name)
        for rows in _batches(column, start, batch):
            _turn(column, rows, turned)
            notes.write(column.name, rows[-1].pk)
            progress(len(rows))
        done.append(turned)
    notes.forget()
    return done


def count_values() -> int:
    """How many values a rotation looks at."""
    return sum(standing.values for standing in standings())


def _turn(column: SealedColumn, rows: list[_Row], turned: Turned) -> None:
    current = crypto.current_key_id()
    changed: list[tuple[_Row, bytes, bytes | None]] = []
    for row in rows:
        is_stale = row.sealed[1:5] != current
        if not is_stale and not column.index:
            continue
        try:
            text = crypto.unseal(row.sealed, context=column.context)
        except crypto.Unsealable:
            turned.unreadable.append(str(row.pk))
            continue
        index = crypto.blind_index(text, context=column.index_context) if column.index else None
        is_moved = row.index is not None and index != row.index
        if is_stale or is_moved:
            sealed = crypto.seal(text, context=column.context) if is_stale else row.sealed
            changed.append((row, sealed, index if row.index is not None else None))
            turned.sealed += is_stale
            turned.indexed += is_moved
    if changed:
        _write(column, changed)


def _batches(column: SealedColumn, start: Any, size: int) -> Iterator[list[_Row]]:
    """Rows with a value behind the id `start`, in the order of their ids."""
    table, name = _table(column)
    key, kind = _key(column)
    value = f"({name} ->> %s)" if column.in_json else name
    index = f'"{column.index}"' if column.index else "NULL"
    statement = (
        f"SELECT {key}, {value}, {index} FROM {table} "  # noqa: S608 (names of our own models)
        f"WHERE {value} IS NOT NULL AND (%s::{kind} IS NULL OR {key} > %s::{kind}) "
        f"ORDER BY {key} LIMIT %s"
    )
    inside = [column.in_json] if column.in_json else []
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [*inside, *inside, start, start, size])
            rows = [_row(column, *found) for found in cursor.fetchall()]
        if not rows:
            return
        yield rows
        start = rows[-1].pk


def _row(column: SealedColumn, pk: Any, value: Any, index: Any) -> _Row:
    raw = bytes.fromhex(value) if column.in_json else bytes(value)
    return _Row(pk, raw, bytes(index) if index is not None else None)


@transaction.atomic
def _write(column: SealedColumn, changed: list[tuple[_Row, bytes, bytes | None]]) -> None:
    """One statement for a batch; a value that is no longer the one we read is left alone."""
    table, name = _table(column)
    key, kind = _key(column)
    ids = [row.pk for row, _sealed, _index in changed]
    before: list[Any] = [row.sealed for row, _sealed, _index in changed]
    after: list[Any] = [sealed for _row, sealed, _index in changed]
    if column.in_json:
        statement = (
            f"UPDATE {table} AS t SET {name} = jsonb_set(t.{name}::jsonb, %s::text[], "  # noqa: S608
            f"to_jsonb(v.after)) FROM unnest(%s::{kind}[], %s::text[], %s::text[]) "
            f"AS v(id, before, after) WHERE t.{key} = v.id AND t.{name} ->> %s = v.before"
        )
        hexed = [value.hex() for value in before], [value.hex() for value in after]
        values: list[Any] = [[column.in_json], ids, *hexed, column.in_json]
    else:
        sets = f"{name} = v.after"
        sets += (
            f', "{column.index}" = coalesce(v.index, t."{column.index}")' if column.index else ""
        )
        statement = (
            f"UPDATE {table} AS t SET {sets} FROM "  # noqa: S608
            f"unnest(%s::{kind}[], %s::bytea[], %s::bytea[], %s::bytea[]) "
            f"AS v(id, before, after, index) WHERE t.{key} = v.id AND t.{name} = v.before"
        )
        values = [ids, before, after, [index for _row, _sealed, index in changed]]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _standing(column: SealedColumn) -> Standing:
    table, name = _table(column)
    if column.in_json:
        key_id, is_there = f"substr({name} ->> %s, 3, 8)", f"{name} ->> %s IS NOT NULL"
        params = [column.in_json, column.in_json]
    else:
        key_id, is_there = f"encode(substr({name}, 2, 4), 'hex')", f"{name} IS NOT NULL"
        params = []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key_id}, count(*) FROM {table} WHERE {is_there} GROUP BY 1",  # noqa: S608
            params,
        )
        by_key = {str(found): int(count) for found, count in cursor.fetchall()}
    current = crypto.current_key_id().hex()
    known = {key.hex() for key in crypto.known_key_ids()}
    return Standing(
        column=column.name,
        values=sum(by_key.values()),
        by_key=dict(sorted(by_key.items())),
        stale=sum(count for key, count in by_key.items() if key != current),
        unknown=sum(count for key, count in by_key.items() if key not in known),
    )


def _table(column: SealedColumn) -> tuple[str, str]:
    model = apps.get_model(column.model)
    return f'"{model._meta.db_table}"', f'"{model._meta.get_field(column.field).column}"'


def _key(column: SealedColumn) -> tuple[str, str]:
    """Name and type of the primary key."""
    key = apps.get_model(column.model)._meta.pk
    return f'"{key.column}"', str(key.rel_db_type(connection))


@dataclass(slots=True)
class _Notes:
    """How far a run for these two keys came, kept beside the keys until it is through."""

    path: Path
    keys: str
    last_ids: dict[str, Any]

    @classmethod
    def read(cls) -> _Notes:
        path = Path(settings.DATA_DIR) / "keys" / "rotation.json"
        keys = f"{crypto.current_key_id().hex()} {crypto.index_key_id()}"
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            found = {}
        return cls(path, keys, found["last_ids"] if found.get("keys") == keys else {})

    def behind(self, column: str) -> Any:
        return self.last_ids.get(column)

    def write(self, column: str, last_id: Any) -> None:
        self.last_ids[column] = last_id if isinstance(last_id, int) else str(last_id)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.path.with_suffix(".part")
        draft.write_text(json.dumps({"keys": self.keys, "last_ids": self.last_ids}))
        draft.replace(self.path)

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
