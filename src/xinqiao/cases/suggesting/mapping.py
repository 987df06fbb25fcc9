"""Which of our categories a label means: its own code or name, a file that says so, or ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from xinqiao.cases.selectors.categories import CategoryFacts
from xinqiao.cases.suggesting.errors import BadMapping, LabelsUnknown
from xinqiao.kit.csvio import open_table

Codes = Mapping[str, tuple[str, ...]]
# The seven first-level labels of the public data set of citizens' messages.
SHIPPED: Final = Path(__file__).parent / "data" / "labels.csv"
_SHOWN: Final = 12


def codes_of(
    labels: Iterable[str], categories: Sequence[CategoryFacts], *, file: Path | None = None
) -> Codes:
    """Label -> codes of categories it may mean; each code holds what lies below it.

    In this order: what `file` says, a category's code, its name, the shipped table. Raises
    BadMapping and LabelsUnknown (422).
    """
    known = {facts.code for facts in categories}
    said = _read(file, known, is_ours=False) if file else {}
    shipped = _read(SHIPPED, known, is_ours=True)
    names = {facts.name: facts.code for facts in reversed(categories)}
    found: dict[str, tuple[str, ...]] = {}
    unknown = []
    for label in sorted(set(labels)):
        code = label if label.endswith(".") else f"{label}."
        if label in said:
            found[label] = said[label]
        elif code in known:
            found[label] = (code,)
        elif label in names:
            found[label] = (names[label],)
        elif shipped.get(label):
            found[label] = shipped[label]
        else:
            unknown.append(label[:30])
    if unknown:
        more = ["…"] if len(unknown) > _SHOWN else []
        raise LabelsUnknown(labels="、".join([*unknown[:_SHOWN], *more]), field="mapping")
    return found


def _read(path: Path, known: set[str], *, is_ours: bool) -> dict[str, tuple[str, ...]]:
    """Label -> codes; staff may have ended a category our own table names, which is no error."""
    found: dict[str, list[str]] = {}
    for line, row in open_table(path).rows:
        label, code = row.get("label", ""), row.get("code", "")
        code = code if code.endswith(".") else f"{code}."
        if label and code in known:
            found.setdefault(label, []).append(code)
        elif not is_ours:
            raise BadMapping(name=path.name, line=line, code=code[:60], field="mapping")
    return {label: tuple(codes) for label, codes in found.items()}
