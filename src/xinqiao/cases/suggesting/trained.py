"""What training gives: a model without its place in history. Plain, so that pages may import it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from xinqiao.cases.suggesting.features import Hashes, Weights
from xinqiao.cases.suggesting.metrics import Metrics
from xinqiao.cases.suggesting.model import Floats, Model


class Origin(StrEnum):
    """Where the examples came from."""

    FILE = "file"
    REQUESTS = "requests"


class Verdict(StrEnum):
    """Why a version was put to use, or was not."""

    FIRST = "first"
    BETTER = "better"
    WORSE = "worse"  # kept for the record, the one before stays in use
    ORDERED = "ordered"  # somebody trained it by hand


@dataclass(frozen=True, slots=True)
class Trained:
    """Fields as in `model.Model`. held_out: (texts, labels) probabilities of each text by a machine
    that had not seen it.
    """

    labels: tuple[str, ...]
    keys: Hashes
    weights: Weights
    coefficients: Floats
    intercepts: Floats
    sharpness: float
    threshold: float
    precision: float
    metrics: Metrics
    held_out: Floats


@dataclass(frozen=True, slots=True)
class Record:
    """What is written beside the numbers of a version. sha256: of the examples, hexadecimal."""

    created_at: datetime
    origin: Origin
    name: str
    sha256: str
    precision: float
    threshold: float
    metrics: Metrics
    verdict: Verdict
    corrections: int = 0
    left_out: tuple[tuple[str, int], ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    history: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """A kept version as the page of versions shows it."""

    number: int
    record: Record
    is_active: bool


def as_model(trained: Trained, record: Record, *, version: int = 0) -> Model:
    """The model as pages use it."""
    return Model(
        version=version,
        labels=trained.labels,
        codes=record.codes,
        keys=trained.keys,
        weights=trained.weights,
        coefficients=trained.coefficients,
        intercepts=trained.intercepts,
        sharpness=trained.sharpness,
        threshold=trained.threshold,
        precision=trained.precision,
        history=record.history,
    )
