"""Which columns hold sealed values and blind indexes, so that a turn of the keys forgets none.

Rooms declare their columns when they start; a test walks all tables and compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xinqiao.kit.crypto import PHONE


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedColumn:
    """A sealed column of a table.

    model: `registry.Person`. context: what `kit.crypto.seal` was told. index: the column beside it
    that holds the blind index of the same text; index_context: what `blind_index` was told.
    in_json: the key inside a JSON column, where the value stands as hexadecimal digits.
    """

    model: str
    field: str
    context: str
    index: str = ""
    index_context: str = PHONE
    in_json: str = ""

    @property
    def name(self) -> str:
        return f"{self.model}.{self.field}" + (f".{self.in_json}" if self.in_json else "")


_columns: Final[dict[str, SealedColumn]] = {}


def register_sealed(*columns: SealedColumn) -> None:
    """Make sealed columns known; the last registration of a column counts."""
    _columns.update({column.name: column for column in columns})


def sealed_columns() -> tuple[SealedColumn, ...]:
    """All sealed columns, in the order of their names."""
    return tuple(column for _name, column in sorted(_columns.items()))
