"""Models on disk: one folder a version in the data folder, without pickle, checked when read.

<data>/models/categories/7/model.npz, model.json      never changed once written
<data>/models/categories/active.json                  {"version": 7}
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.conf import settings

from xinqiao.cases.suggesting.errors import ModelDamaged, ModelNotFound
from xinqiao.cases.suggesting.features import RECIPE
from xinqiao.cases.suggesting.metrics import Metrics
from xinqiao.cases.suggesting.model import Model
from xinqiao.cases.suggesting.trained import Origin, Record, Trained, Verdict, Version
from xinqiao.kit.time import format_iso, parse_time

FORMAT: Final = 1
MOST_VERSIONS: Final = 20
_ARRAYS: Final = ("keys", "weights", "coefficients", "intercepts")


def folder() -> Path:
    """Where the versions are."""
    return Path(settings.MODELS_DIR) / "categories"


def keep(trained: Trained, record: Record) -> int:
    """Write a new version beside the others and return its number; it is not in use yet.

    Of more than MOST_VERSIONS the oldest that are not in use are removed.
    """
    home = folder()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=home))
    packed = io.BytesIO()
    arrays = {name: getattr(trained, name) for name in _ARRAYS}
    np.savez_compressed(packed, allow_pickle=False, **arrays)
    (draft / "model.npz").write_bytes(packed.getvalue())
    head = _head(trained, record, hashlib.sha256(packed.getvalue()).hexdigest())
    (draft / "model.json").write_text(json.dumps(head, ensure_ascii=False, indent=1), "utf-8")
    number = _place(draft, home)
    for old in _numbers()[:-MOST_VERSIONS]:
        if old != active_number():
            shutil.rmtree(home / str(old), ignore_errors=True)
    return number


def activate(number: int) -> None:
    """Put a version to use in every process. Raises ModelNotFound, ModelDamaged."""
    load(number)
    home = folder()
    handle, draft = tempfile.mkstemp(prefix=".active-", dir=home)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"version": number}, file)
    Path(draft).replace(home / "active.json")


def active_number() -> int | None:
    """The version in use, None when there is none."""
    try:
        found = json.loads((folder() / "active.json").read_text("utf-8"))
        return int(found["version"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def active_mark() -> int:
    """A number that differs when another version was put to use; 0 when there is none."""
    try:
        found = (folder() / "active.json").stat()
    except OSError:
        return 0
    return found.st_mtime_ns ^ found.st_ino


def load(number: int) -> Model:
    """Read a version with its check sum. Raises ModelNotFound (404), ModelDamaged (409)."""
    place = folder() / str(number)
    if not place.is_dir():
        raise ModelNotFound(version=number)
    try:
        head = json.loads((place / "model.json").read_text("utf-8"))
        packed = (place / "model.npz").read_bytes()
        _check(head, packed)
        with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
            return _model(number, head, {name: arrays[name] for name in _ARRAYS})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelDamaged(version=number) from error


def versions() -> list[Version]:
    """All kept versions, newest first; damaged ones are left out."""
    active = active_number()
    found = []
    for number in reversed(_numbers()):
        try:
            head = json.loads((folder() / str(number) / "model.json").read_text("utf-8"))
            found.append(Version(number, _record(head), number == active))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def _numbers() -> list[int]:
    home = folder()
    names = [entry.name for entry in home.iterdir()] if home.is_dir() else []
    return sorted(int(name) for name in names if name.isascii() and name.isdigit())


def _place(draft: Path, home: Path) -> int:
    """Give the draft the next number; two that finish together get two numbers."""
    number = max(_numbers(), default=0) + 1
    while True:
        try:
            draft.rename(home / str(number))
        except OSError:
            if not (home / str(number)).exists():
                raise
            number += 1
        else:
            return number


def _head(trained: Trained, record: Record, digest: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "recipe": RECIPE,
        "arrays_sha256": digest,
        "created_at": format_iso(record.created_at),
        "origin": record.origin.value,
        "name": record.name,
        "training_sha256": record.sha256,
        "labels": list(trained.labels),
        "codes": {label: list(codes) for label, codes in record.codes.items()},
        "history": dict(record.history),
        "sharpness": trained.sharpness,
        "threshold": trained.threshold,
        "precision": trained.precision,
        "metrics": record.metrics.as_json(),
        "verdict": record.verdict.value,
        "corrections": record.corrections,
        "left_out": [list(pair) for pair in record.left_out],
    }


def _check(head: Mapping[str, Any], packed: bytes) -> None:
    if (head["format"], head["recipe"]) != (FORMAT, RECIPE):
        raise ValueError("another release wrote this model")
    if hashlib.sha256(packed).hexdigest() != head["arrays_sha256"]:
        raise ValueError("the numbers are not those that were written")


def _model(number: int, head: Mapping[str, Any], arrays: Mapping[str, Any]) -> Model:
    labels = tuple(head["labels"])
    if arrays["coefficients"].shape != (len(arrays["keys"]), len(labels)):
        raise ValueError("the numbers do not fit the labels")
    return Model(
        version=number,
        labels=labels,
        codes={label: tuple(codes) for label, codes in head["codes"].items()},
        sharpness=float(head["sharpness"]),
        threshold=float(head["threshold"]),
        precision=float(head["precision"]),
        history={code: int(count) for code, count in head["history"].items()},
        **arrays,
    )


def _record(head: Mapping[str, Any]) -> Record:
    return Record(
        created_at=parse_time(head["created_at"]),
        origin=Origin(head["origin"]),
        name=head["name"],
        sha256=head["training_sha256"],
        precision=float(head["precision"]),
        threshold=float(head["threshold"]),
        metrics=Metrics.from_json(head["metrics"]),
        verdict=Verdict(head["verdict"]),
        corrections=int(head["corrections"]),
        left_out=tuple((label, int(count)) for label, count in head["left_out"]),
        codes={label: tuple(codes) for label, codes in head["codes"].items()},
        history=head["history"],
    )
