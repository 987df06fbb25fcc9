"""Texts with their labels from a table: .csv, .csv.gz or .xlsx, segmented or as people write."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xinqiao.cases.suggesting.duplicates import groups_of
from xinqiao.cases.suggesting.errors import ColumnsMissing, TooFewLabels, TooFewRows
from xinqiao.cases.suggesting.features import plain
from xinqiao.kit.csvio import open_table

LEAST_ROWS: Final = 50
LEAST_PER_LABEL: Final = 10
LEAST_DIFFERENT: Final = 5  # texts of a label that are no copies of each other, one for each fold
_TEXT: Final = ("text", "文本", "内容", "诉求内容")
_LABEL: Final = ("label", "标签", "分类", "类别", "一级标签")
_SUBJECT: Final = ("subject", "主题", "标题", "留言主题")
_BODY: Final = ("body", "正文", "详情", "留言详情")


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts to learn from; `importance` a row, empty when all count the same.

    groups: rows of one number are copies of each other or nearly so; filled in by `learnable`.
    left_out: label -> rows of labels too rare to learn. skipped: rows without text or label.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    importance: tuple[float, ...] = ()
    groups: tuple[int, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    skipped: int = 0


def read_labelled(path: Path) -> Labelled:
    """Every row of a table that has text and label.

    Raises UnreadableTable, EmptyTable, ColumnsMissing (422), OSError when there is no such file.
    """
    table = open_table(path)
    label = _first(table.columns, _LABEL)
    whole = _first(table.columns, _TEXT)
    parts = [whole] if whole else [_first(table.columns, _SUBJECT), _first(table.columns, _BODY)]
    columns = [part for part in parts if part]
    if label is None or not columns:
        shown = ", ".join(table.columns[:12])[:200]
        raise ColumnsMissing(name=path.name, columns=shown, field="file")
    texts, labels, skipped = [], [], 0
    for _line, row in table.rows:
        text = " ".join(row[column] for column in columns)
        if plain(text) and row[label]:
            texts.append(text)
            labels.append(row[label])
        else:
            skipped += 1
    return Labelled(tuple(texts), tuple(labels), skipped=skipped)


def learnable(found: Labelled) -> Labelled:
    """Without labels that are too rare. Raises TooFewRows, TooFewLabels (422)."""
    counts = Counter(found.labels)
    if len(found.texts) < LEAST_ROWS:
        raise TooFewRows(rows=len(found.texts), least=LEAST_ROWS, field="file")
    kept = {label for label, count in counts.items() if count >= LEAST_PER_LABEL}
    places = [place for place, label in enumerate(found.labels) if label in kept]
    if len(places) < LEAST_ROWS:
        raise TooFewRows(rows=len(places), least=LEAST_ROWS, field="file")
    if len(kept) < 2:
        raise TooFewLabels(labels=len(kept), least=LEAST_PER_LABEL, field="file")
    return Labelled(
        texts=_chosen(found.texts, places),
        labels=_chosen(found.labels, places),
        importance=tuple(found.importance[place] for place in places) if found.importance else (),
        groups=_groups(found, places),
        left_out=tuple(sorted((label, n) for label, n in counts.items() if label not in kept)),
        skipped=found.skipped,
    )


def _groups(found: Labelled, places: Sequence[int]) -> tuple[int, ...]:
    """Copies together; but where hardly anything else is said about a label, each by itself."""
    labels = _chosen(found.labels, places)
    groups = groups_of([plain(found.texts[place]) for place in places]).tolist()
    different = Counter(label for label, _group in set(zip(labels, groups, strict=True)))
    alone = len(groups)
    return tuple(
        group if different[label] >= LEAST_DIFFERENT else alone + place
        for place, (label, group) in enumerate(zip(labels, groups, strict=True))
    )


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_rows(found: Labelled) -> str:
    """The same for rows that come from the database."""
    digest = hashlib.sha256()
    for text, label in zip(found.texts, found.labels, strict=True):
        digest.update(f"{label}\x00{text}\x00".encode())
    return digest.hexdigest()


def _chosen(values: Sequence[str], places: Sequence[int]) -> tuple[str, ...]:
    return tuple(values[place] for place in places)


def _first(columns: Sequence[str], names: Sequence[str]) -> str | None:
    known = {column.strip().lower(): column for column in columns}
    return next((known[name] for name in names if name in known), None)
