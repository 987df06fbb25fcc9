"""The triggers that keep the log append-only, whoever holds the connection."""

from typing import Final

KEPT_TABLES: Final = ("events_event", "events_seal")

REFUSE_SQL: Final = """
CREATE FUNCTION events_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
DROP_REFUSE_SQL: Final = "DROP FUNCTION events_refuse_change();"


def keep_sql(table: str) -> str:
    """Return the statement that makes `table` append-only."""
    return (
        f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION events_refuse_change();"
    )


def drop_keep_sql(table: str) -> str:
    """Return the statement that undoes `keep_sql`."""
    return f"DROP TRIGGER {table}_is_kept ON {table};"
