"""A gazetteer file: names that another system uses, and the codes of our areas behind them.

Columns: `code` and `name`, as in a divisions file; several names may lead to one code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from xinqiao.cases.exchange.errors import ColumnsMissing
from xinqiao.cases.exchange.placeholders import TestArea
from xinqiao.grid.addresses import Gazetteer, GazetteerName, NameKind
from xinqiao.grid.codes import check_code, path_of
from xinqiao.kit.csvio import open_table


class Places(Protocol):
    """A way from words to the code of an area."""

    @property
    def areas(self) -> list[TestArea]:
        """The areas that must exist, parents first."""

    def locate(self, subject: str, words: str) -> str:
        """The code of the area that the words speak of, or an empty text."""


@dataclass(frozen=True)
class FileGazetteer:
    """The names of a gazetteer file. names: name -> code."""

    names: Mapping[str, str]

    @cached_property
    def areas(self) -> list[TestArea]:
        """One area a code, by its first name, parents first."""
        found: dict[str, str] = {}
        for name, code in self.names.items():
            found.setdefault(code, name)
        return [TestArea(code, found[code]) for code in sorted(found, key=lambda c: (len(c), c))]

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(
            GazetteerName(name=name, kind=NameKind.AREA, path=path_of(code))
            for name, code in self.names.items()
        )

    def locate(self, subject: str, words: str) -> str:
        """The subject speaks first; the smallest area that holds all that is named wins."""
        for text in (subject, words):
            found = self._gazetteer.locate(text) if text else None
            if found is not None:
                return found.path.split(".")[-2]
        return ""


def read_gazetteer(path: Path) -> FileGazetteer:
    """Read a gazetteer file. Raises ColumnsMissing, BadCode, UnreadableTable."""
    table = open_table(path)
    missing = [name for name in ("code", "name") if name not in table.columns]
    if missing:
        raise ColumnsMissing(
            file=path.name, missing=", ".join(missing), columns=", ".join(table.columns)
        )
    names = {row["name"]: check_code(row["code"]) for _line, row in table.rows if row["name"]}
    return FileGazetteer(names)
