"""What an import came to, and the table of what it refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from xinqiao.kit.csvio import Row, write_csv, write_xlsx


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken, why, and its cells as they stood there."""

    line: int
    reason: str
    cells: Row


@dataclass(slots=True)
class ImportResult:
    """Counts of lines: `rows` is always added + known + refused."""

    file: str
    system: str
    dry_run: bool = False
    areas_made: int = 0
    added: int = 0
    known: int = 0
    refusals: list[Refused] = field(default_factory=list)
    seconds: float = 0.0
    report: str = ""

    @property
    def refused(self) -> int:
        return len(self.refusals)

    @property
    def rows(self) -> int:
        return self.added + self.known + self.refused

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "file": self.file,
            "system": self.system,
            "dry_run": self.dry_run,
            "rows": self.rows,
            "added": self.added,
            "known": self.known,
            "refused": self.refused,
            "areas_made": self.areas_made,
            "seconds": round(self.seconds, 3),
            "rows_per_second": round(self.rows / self.seconds) if self.seconds else 0,
            "report": self.report,
        }


def write_refusals(refusals: Sequence[Refused], target: Path, columns: Sequence[str]) -> Path:
    """Write line, reason and the original cells; .xlsx or .csv by the name of `target`."""
    head = [_("Line"), _("Reason"), *columns]

    def rows() -> Iterator[list[Any]]:
        for refused in refusals:
            cells = [refused.cells.get(column, "") for column in columns]
            yield [refused.line, refused.reason, *cells]

    with target.open("wb") as stream:
        if target.suffix == ".xlsx":
            write_xlsx(head, rows(), target=stream, title=_("Refused rows"))
        else:
            stream.writelines(write_csv(head, rows()))
    return target


def report_path(source: Path, wanted: Path | None) -> Path:
    """Where the refused rows go: as wanted, else beside the file, else to the present folder."""
    if wanted is not None:
        return wanted
    stem = source.name
    for suffix in (".gz", ".csv", ".xlsx", ".xls"):
        stem = stem.removesuffix(suffix)
    name = f"{stem}.refused{'.xlsx' if source.suffix in {'.xlsx', '.xls'} else '.csv'}"
    beside = source.with_name(name)
    try:
        beside.touch()
    except OSError:
        return Path.cwd() / name
    return beside
