"""Build a neighbourhood once a process, and lay the same rows again for every later test.

Building goes through the services, some three hundred statements; laying takes one a table. The
first test of each process still builds, so a service that breaks is seen there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Any, TypeVar

from django.db import connection, transaction

T = TypeVar("T")
Row = dict[str, Any]

TABLES = """
SELECT c.relname,
       array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attgenerated = ''),
       (SELECT k.attname FROM pg_index i
          JOIN pg_attribute k ON k.attrelid = i.indrelid AND k.attnum = i.indkey[0]
         WHERE i.indrelid = c.oid AND i.indisprimary AND i.indnkeyatts = 1)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
 GROUP BY c.oid, c.relname ORDER BY c.relname
"""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
DATABASE = "SELECT oid FROM pg_database WHERE datname = current_database()"


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[str, ...]
    key: str | None


@dataclass(slots=True)
class Kept:
    """What building came to: the rows of each table, the ids to replace, what the tests name."""

    rows: list[tuple[Table, str, list[Any]]]
    sequences: dict[str, int]
    made: Any
    database: int


def remembered(build: Callable[[], T]) -> Callable[[], T]:
    """Decorate a function that fills an empty database and returns a dataclass of what it made."""
    kept: Kept | None = None

    @wraps(build)
    def laid() -> T:
        nonlocal kept
        if kept is None:
            tables = _tables()
            before = _read(tables)
            made = build()
            kept = Kept(_added(tables, before), _sequences(), _copied(made), _database())
            return made
        _lay(kept)
        return _copied(kept.made)  # type: ignore[no-any-return]

    return laid


def _tables() -> list[Table]:
    return [Table(name, tuple(columns), key) for name, columns, key in _rows(TABLES)]


def _read(tables: list[Table]) -> dict[str, list[Row]]:
    found = {}
    for table in tables:
        ((rows,),) = _rows(f"SELECT COALESCE(json_agg(t), '[]')::text FROM \"{table.name}\" t")
        found[table.name] = json.loads(rows)
    return found


def _added(tables: list[Table], before: dict[str, list[Row]]) -> list[tuple[Table, str, list[Any]]]:
    after, added = _read(tables), []
    for table in tables:
        known = {json.dumps(row, sort_keys=True) for row in before[table.name]}
        new = [r for r in after[table.name] if json.dumps(r, sort_keys=True) not in known]
        old_keys = {row[table.key] for row in before[table.name]} if table.key else set()
        changed = [row[table.key] for row in new if table.key and row[table.key] in old_keys]
        if new:
            added.append((table, json.dumps(new), changed))
    return added


def _lay(kept: Kept) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows, changed in kept.rows:
            if changed:
                cursor.execute(f'DELETE FROM "{table.name}" WHERE {table.key} = ANY(%s)', [changed])
            columns = ", ".join(f'"{column}"' for column in table.columns)
            cursor.execute(
                f'INSERT INTO "{table.name}" ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns}'
                f' FROM json_populate_recordset(NULL::"{table.name}", %s)',
                [rows],
            )
    database = _database()
    if database != kept.database:  # a fresh clone counts from one again
        kept.database = database
        for name, value in kept.sequences.items():
            _rows(
                f'SELECT setval(\'"{name}"\', GREATEST(%s, (SELECT last_value FROM "{name}")))',
                [value],
            )


def _sequences() -> dict[str, int]:
    return dict(_rows(SEQUENCES))


def _database() -> int:
    ((oid,),) = _rows(DATABASE)
    return int(oid)


def _rows(statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _copied(made: Any) -> Any:
    """A dataclass of copies; its own attribute look-up may not stand a plain deep copy."""
    if not is_dataclass(made) or isinstance(made, type):
        return deepcopy(made)
    return type(made)(**{one.name: deepcopy(getattr(made, one.name)) for one in fields(made)})
