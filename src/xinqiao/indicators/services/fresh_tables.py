"""Fill a table anew beside the one that people read, and change places at the very end.

Rows are written without indexes, which are built afterwards; readers wait for the renaming only.
"""

# Names of tables and indexes come from the database's own catalogue.

from __future__ import annotations

import re
from typing import Final

from django.db import connection

SUFFIX: Final = "_fresh"
_INDEXES: Final = """
SELECT i.relname, pg_get_indexdef(x.indexrelid), x.indisprimary
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
WHERE x.indrelid = %s::regclass ORDER BY NOT x.indisprimary, i.relname
"""
_HEAD: Final = re.compile(r"^(CREATE (?:UNIQUE )?INDEX) \S+ ON \S+ ")


def begin_fresh(table: str) -> str:
    """Make an empty table like `table`, without its indexes; returns its name."""
    fresh = f"{table}{SUFFIX}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {fresh} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
        )
    return fresh


def swap_fresh(table: str) -> None:
    """Build the indexes of `table` on the fresh one and put it in its place."""
    fresh = f"{table}{SUFFIX}"
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [table])
        indexes = cursor.fetchall()
        for name, definition, is_primary in indexes:
            cursor.execute(_HEAD.sub(rf"\1 {name}{SUFFIX} ON {fresh} ", definition))
            if is_primary:
                cursor.execute(f"ALTER TABLE {fresh} ADD PRIMARY KEY USING INDEX {name}{SUFFIX}")
        cursor.execute(f"ANALYZE {fresh}")
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute(f"ALTER TABLE {fresh} RENAME TO {table}")
        for name, _definition, _is_primary in indexes:
            cursor.execute(f"ALTER INDEX {name}{SUFFIX} RENAME TO {name}")
