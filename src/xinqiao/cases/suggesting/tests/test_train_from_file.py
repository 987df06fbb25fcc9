"""Training from a table: what is learnt, what is measured, what is refused with a sentence."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.exchange.tests.support import shared_data
from xinqiao.cases.suggesting import store
from xinqiao.cases.suggesting.errors import (
    BadMapping,
    BadPrecision,
    ColumnsMissing,
    LabelsUnknown,
    TooFewLabels,
    TooFewRows,
)
from xinqiao.cases.suggesting.services.train import train_from_file
from xinqiao.cases.suggesting.suggest import suggest_category
from xinqiao.cases.suggesting.tests.support import letters, write_letters
from xinqiao.cases.tests.world import AT, World
from xinqiao.events.models import Event
from xinqiao.kit.csvio import UnreadableTable
from xinqiao.kit.errors import NotAllowed


@pytest.mark.parametrize("name", ["letters.csv", "letters.csv.gz"])
def test_a_trained_model_is_put_to_use(world: World, tmp_path: Path, name: str) -> None:
    file = write_letters(tmp_path / name, segmented=True)
    steps: list[tuple[int, int]] = []
    version = train_from_file(
        actor=world.county_staff, path=file, at=AT, progress=lambda *step: steps.append(step)
    )
    assert version.is_active
    assert store.active_number() == version.number
    assert version.record.metrics.rows == 144
    assert version.record.metrics.accuracy > 0.95
    assert steps[-1] == (12, 12)
    found = suggest_category("我家老人需要上门送餐", AT)
    assert found.by_model
    assert found.best is not None
    assert found.best.code == "care.elder."
    event = Event.objects.get(kind="cases.suggestions_trained")
    assert event.data["version"] == version.number
    assert "text" not in event.data


def test_nothing_of_the_letters_can_be_read_in_the_files(world: World, tmp_path: Path) -> None:
    version = train_from_file(actor=SYSTEM, path=write_letters(tmp_path / "l.csv"), at=AT)
    kept = store.folder() / str(version.number)
    head = json.loads((kept / "model.json").read_text("utf-8"))
    assert head["training_sha256"] == version.record.sha256
    for path in kept.iterdir():
        assert "垃圾桶".encode() not in path.read_bytes()


def test_near_duplicates_never_stand_on_both_sides(world: World, tmp_path: Path) -> None:
    file = tmp_path / "copies.csv"
    lines = [f"{text},{label}" for text, label in letters()]
    said = ["".join(chr(0x4E00 + (37 * n + 101 * k) % 3000) for k in range(15)) for n in range(30)]
    noise = [f"{text},{label}" for text in said for label in ("env.noise.", "env.pest.")]
    file.write_text("\n".join(["text,label", *lines, *noise]), encoding="utf-8")
    metrics = train_from_file(actor=SYSTEM, path=file, at=AT).record.metrics
    assert metrics.duplicates > 0
    assert metrics.accuracy < 0.95


def test_labels_may_be_names_or_come_with_a_mapping(world: World, tmp_path: Path) -> None:
    names = {"env.garbage.": "垃圾堆放与清运", "traffic.parking.": "停车", "care.elder.": "养老"}
    file = write_letters(tmp_path / "named.csv", labels=names)
    with pytest.raises(LabelsUnknown, match="停车、养老"):
        train_from_file(actor=SYSTEM, path=file, at=AT)
    mapping = tmp_path / "mapping.csv"
    mapping.write_text("label,code\n停车,traffic.parking\n养老,care.elder.\n", encoding="utf-8")
    version = train_from_file(actor=SYSTEM, path=file, mapping=mapping, at=AT)
    assert version.record.codes["停车"] == ("traffic.parking.",)
    assert version.record.codes["垃圾堆放与清运"] == ("env.garbage.",)
    mapping.write_text("label,code\n停车,no.such.\n", encoding="utf-8")
    with pytest.raises(BadMapping, match=r"no\.such"):
        train_from_file(actor=SYSTEM, path=file, mapping=mapping, at=AT)
    assert store.active_number() == version.number


def test_bad_files_are_refused_with_a_sentence(world: World, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"

    def train(content: str) -> None:
        file.write_text(content, encoding="utf-8")
        train_from_file(actor=SYSTEM, path=file, at=AT)

    with pytest.raises(ColumnsMissing, match="words, kind"):
        train("words,kind\n路灯坏了,facility.light.\n")
    with pytest.raises(TooFewRows, match="50"):
        train("text,label\n路灯坏了,facility.light.\n")
    with pytest.raises(TooFewLabels):
        train("text,label\n" + "".join(f"路灯坏了{n},facility.light.\n" for n in range(60)))
    file.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(UnreadableTable):
        train_from_file(actor=SYSTEM, path=file, at=AT)
    with pytest.raises(BadPrecision):
        train_from_file(actor=SYSTEM, path=write_letters(file), precision=1.5, at=AT)
    assert store.active_number() is None


def test_strangers_may_not_train(world: World, tmp_path: Path) -> None:
    file = write_letters(tmp_path / "letters.csv")
    for actor in (world.worker, world.desk, world.resident):
        with pytest.raises(NotAllowed):
            train_from_file(actor=actor, path=file, at=AT)


def test_the_public_letters_are_told_apart(world: World, tmp_path: Path) -> None:
    """A quarter of them; `xinqiao train categories FILE --test FILE` measures all."""
    few = tmp_path / "every_fourth.csv"
    with gzip.open(
        shared_data("messages_labelled_segmented.csv.gz"), "rt", encoding="utf-8"
    ) as told:
        rows = list(csv.reader(told))
    with few.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([rows[0], *rows[1::4]])
    raw = shared_data("messages_labelled_raw.csv.gz")
    version = train_from_file(actor=SYSTEM, path=few, test=raw, at=AT)
    metrics = version.record.metrics
    assert metrics.rows == 1497
    assert metrics.accuracy >= 0.89
    assert metrics.grouped_accuracy >= 0.88
    assert metrics.apart is not None
    assert metrics.apart.rows == 250
    assert metrics.apart.accuracy is not None
    assert metrics.apart.accuracy >= 0.8
    assert metrics.apart.copies > 30
    assert metrics.apart.accuracy_with_copies >= 0.82
    assert metrics.answered_accuracy >= 0.94
    assert metrics.calibration_error <= 0.05
    found = suggest_category("小区垃圾桶满了没人清运，臭味很大", AT)
    assert found.best is not None
    assert found.best.code == "env.garbage."
