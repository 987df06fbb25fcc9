"""Train the suggestions from a file or from the product's own requests, and put them to use.

scikit-learn is imported here and below only: a process that serves pages never needs it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.cases.selectors.categories import categories_at
from xinqiao.cases.suggesting import store
from xinqiao.cases.suggesting.combine import combine
from xinqiao.cases.suggesting.current import current_model
from xinqiao.cases.suggesting.duties import require_trainer
from xinqiao.cases.suggesting.errors import BadPrecision
from xinqiao.cases.suggesting.history import OwnRequests, counts_by_category, own_requests
from xinqiao.cases.suggesting.mapping import codes_of
from xinqiao.cases.suggesting.rows import (
    Labelled,
    digest_of,
    digest_of_rows,
    learnable,
    read_labelled,
)
from xinqiao.cases.suggesting.services.record import record
from xinqiao.cases.suggesting.trained import Origin, Record, Trained, Verdict, Version, as_model
from xinqiao.cases.suggesting.training import Progress, measure_apart, train

PRECISION: Final = 0.95
_TOLERANCE: Final = 0.005  # below this, two shares are the same for a few hundred rows
_FEWEST_NEW: Final = 30  # rows the old model has not seen, to compare two models on
OWN: Final = "requests"


def train_from_file(
    *,
    actor: Actor,
    path: Path,
    at: datetime,
    mapping: Path | None = None,
    test: Path | None = None,
    precision: float = PRECISION,
    progress: Progress | None = None,
) -> Version:
    """Learn from a table of texts with labels and use it. Records `cases.suggestions_trained`.

    test: a table kept apart, only to measure. precision: how often a said label must be right.
    Raises what `rows` and `mapping` raise (422), BadPrecision, NotAllowed.
    """
    require_trainer(actor)
    _check(precision)
    found = learnable(read_labelled(path))
    apart = read_labelled(test) if test else None
    codes = codes_of({*found.labels}, categories_at(at), file=mapping)
    trained = train(found, precision=precision, progress=progress)
    about = _about(trained, found, at)
    about = replace(
        about, name=path.name, sha256=digest_of(path), codes=codes, verdict=Verdict.ORDERED
    )
    if apart is not None:
        measured = measure_apart(found, apart, trained)
        about = replace(about, metrics=replace(trained.metrics, apart=measured))
    return _keep(actor, trained, about)


def train_from_requests(
    *,
    actor: Actor,
    at: datetime,
    precision: float = PRECISION,
    must_be_better: bool = False,
    progress: Progress | None = None,
) -> Version:
    """Learn from the product's own requests, corrections weighing more.

    must_be_better: keep the model in use when the new one is worse on what neither has seen; the
    new one is kept for the record. Raises TooFewRows, TooFewLabels (422), NotAllowed.
    """
    require_trainer(actor)
    _check(precision)
    own = own_requests(at)
    found = learnable(own.found)
    trained = train(found, precision=precision, progress=progress)
    about = _about(trained, found, at)
    about = replace(
        about,
        origin=Origin.REQUESTS,
        name=OWN,
        sha256=digest_of_rows(found),
        corrections=own.corrections,
        codes={label: (label,) for label in trained.labels},
        verdict=Verdict.ORDERED,
    )
    if must_be_better:
        about = replace(about, verdict=_verdict(trained, about, own))
    return _keep(actor, trained, about)


def _check(precision: float) -> None:
    if not 0.5 <= precision <= 0.999:
        raise BadPrecision(field="precision")


def _about(trained: Trained, found: Labelled, at: datetime) -> Record:
    return Record(
        created_at=at,
        origin=Origin.FILE,
        name="",
        sha256="",
        precision=trained.precision,
        threshold=trained.threshold,
        metrics=trained.metrics,
        verdict=Verdict.FIRST,
        left_out=found.left_out,
        history=counts_by_category(at),
    )


def _verdict(trained: Trained, about: Record, own: OwnRequests) -> Verdict:
    """Compare what would have been offered first with what the model in use offers.

    On requests that neither has learnt from: newer than the old model, held out from the new one.
    """
    old = current_model()
    if old is None:
        return Verdict.FIRST
    since = next((v.record.created_at for v in store.versions() if v.number == old.version), None)
    learnt = [n for n, label in enumerate(own.found.labels) if label in trained.labels]
    newer = [n for n in learnt if since is None or own.opened_at[n] > since]
    rows = newer if len(newer) >= _FEWEST_NEW else learnt
    held_out = dict(zip(learnt, trained.held_out, strict=True))
    categories, new = categories_at(about.created_at), as_model(trained, about)
    gained = 0
    for n in rows:
        text, code = own.found.texts[n], own.found.labels[n]
        offered = combine(text, categories, new, probabilities=held_out[n]).best
        offered_before = combine(text, categories, old).best
        gained += (offered is not None and offered.code == code) - (
            offered_before is not None and offered_before.code == code
        )
    return Verdict.BETTER if gained >= -_TOLERANCE * len(rows) else Verdict.WORSE


def _keep(actor: Actor, trained: Trained, about: Record) -> Version:
    number = store.keep(trained, about)
    used = about.verdict is not Verdict.WORSE
    if used:
        store.activate(number)
    record(
        kind="cases.suggestions_trained",
        actor=actor,
        at=about.created_at,
        version=number,
        data={
            "version": number,
            "origin": about.origin.value,
            "rows": about.metrics.rows,
            "accuracy": about.metrics.grouped_accuracy,
            "used": used,
        },
    )
    return Version(number, about, used)
