"""What came of a file of people: every line is added, known or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from xinqiao.kit.csvio import Row, write_csv, write_xlsx

FIRST: Final = 20


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken in, why, and its cells as they were."""

    line: int
    reason: str
    cells: Row


@dataclass(slots=True)
class Result:
    """Counts of one run; rows = added + known + refused."""

    file: str
    area: str
    dry_run: bool
    rows: int = 0
    added: int = 0
    known: int = 0
    refused: int = 0
    places: int = 0
    dwellings: int = 0
    households: int = 0
    seconds: float = 0.0
    report: str = ""
    refusals: list[Refused] = field(default_factory=list)

    @property
    def made(self) -> dict[str, int]:
        """What is new with the people."""
        return {
            "places": self.places,
            "dwellings": self.dwellings,
            "households": self.households,
        }

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "file": self.file,
            "area": self.area,
            "dry_run": self.dry_run,
            "rows": self.rows,
            "added": self.added,
            "known": self.known,
            "refused": self.refused,
            **self.made,
            "seconds": round(self.seconds, 3),
            "rows_per_second": round(self.rows / self.seconds) if self.seconds else 0,
            "report": self.report,
        }


def write_refused(
    refused: Iterable[Refused], *, columns: Sequence[str], target: IO[bytes], sheet: bool
) -> None:
    """Write the original cells, then the reason: corrected, the file can be sent as it is."""
    head = [*columns, _("Why it was refused"), _("Line before")]

    def rows() -> Iterator[list[Any]]:
        for one in refused:
            yield [*(one.cells.get(column, "") for column in columns), one.reason, one.line]

    if sheet:
        write_xlsx(head, rows(), target=target, title=_("Refused rows"))
    else:
        target.writelines(write_csv(head, rows()))


def report_path(source: Path, wanted: Path | None) -> Path:
    """Where the refused rows go: as wanted, else beside the file."""
    if wanted is not None:
        return wanted
    stem = source.name
    for suffix in (".gz", ".csv", ".xlsx", ".xls"):
        stem = stem.removesuffix(suffix)
    return source.with_name(f"{stem}.refused.xlsx")
