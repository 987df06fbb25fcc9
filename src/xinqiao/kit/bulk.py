"""Writing many rows in one statement."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, connections, models
from django.db.models.expressions import DatabaseDefault


def update_rows(
    model: type[models.Model], rows: Sequence[models.Model], names: Sequence[str]
) -> int:
    """Write the fields `names` of rows that stand in the database already; how many were there.

    One statement with an array a field, which does not grow with the rows as `bulk_update` does.
    """
    if not rows:
        return 0
    known = {field.name: field for field in model._meta.concrete_fields}
    key, fields = model._meta.pk, [known[name] for name in names]
    columns = [key, *fields]
    arrays = ", ".join(f"%s::{field.rel_db_type(connection)}[]" for field in columns)
    sets = ", ".join(f'"{field.column}" = v."{field.column}"' for field in fields)
    table = model._meta.db_table
    names_of = ", ".join(f'"{field.column}"' for field in columns)
    statement = (
        f'UPDATE "{table}" AS t SET {sets} FROM unnest({arrays}) AS v({names_of})'  # noqa: S608
        f' WHERE t."{key.column}" = v."{key.column}"'
    )
    values = [
        [field.get_db_prep_save(field.value_from_object(row), connection) for row in rows]
        for field in columns
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def insert_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Write new rows with an array a field, and give them their keys; one statement.

    `bulk_create` sends a parameter a value, which costs more than writing the rows: of a thousand
    people with their households it took two thirds of the time. No signals, no conflicts handled.
    """
    if not rows:
        return
    key, table = model._meta.pk, model._meta.db_table
    fields = [field for field in model._meta.concrete_fields if field is not key]
    columns = [(field, _column(field, rows)) for field in fields]
    sent = [(field, values) for field, values in columns if values is not None]
    names = ", ".join(f'"{field.column}"' for field, _values in sent)
    arrays = ", ".join(f"%s::{field.rel_db_type(connection)}[]" for field, _values in sent)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT * FROM unnest({arrays})'  # noqa: S608
            f' RETURNING "{key.column}"',
            [values for _field, values in sent],
        )
        keys = cursor.fetchall()
    # As for `bulk_create`: keys come back in the order of the rows.
    for row, (new_key,) in zip(rows, keys, strict=True):
        row.pk = new_key
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def _column(field: Any, rows: Sequence[models.Model]) -> list[Any] | None:
    """The values of a field; None where the database gives all of them."""
    values = [field.pre_save(row, add=True) for row in rows]
    if all(isinstance(value, DatabaseDefault) for value in values):
        return None
    # The proxy `connection` looks its thread up for each value, which is felt with thousands.
    database = connections[connection.alias]
    return [field.get_db_prep_save(value, database) for value in values]
