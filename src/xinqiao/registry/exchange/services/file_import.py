"""A file sent to the page, from its arrival to the list of refused rows; the worker takes it in."""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import connection, transaction

from xinqiao.accounts.access import Actor
from xinqiao.accounts.models import User
from xinqiao.events.services.append import append
from xinqiao.grid.models import Area
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.kit import crypto
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import DomainError
from xinqiao.registry.exchange.errors import FileTooBig, ImportMovedOn, NotAPersonFile
from xinqiao.registry.exchange.results import Refused, Result
from xinqiao.registry.exchange.sealing import PAYLOAD, REFUSED_CELLS
from xinqiao.registry.exchange.selectors import get_import
from xinqiao.registry.exchange.services.import_people import import_people, open_people
from xinqiao.registry.models import ImportState, PeopleImport, RefusedLine
from xinqiao.registry.selectors.powers import require_writer

SUBJECT: Final = "people_import"
MOST_MB: Final = 40
KEPT: Final = timedelta(days=30)
_ENDINGS: Final = (".xlsx", ".xls", ".csv", ".csv.gz")
_LOCK_FAMILY: Final = 20_028


def receive_file(
    *, actor: Actor, name: str, content: bytes, area: Area, at: datetime
) -> PeopleImport:
    """Keep an uploaded file, sealed, for the worker to check. Nothing of it is written yet.

    Raises RegisterNotYours (403), NotAPersonFile, FileTooBig, ColumnsMissing (422).
    """
    require_writer(actor, area.path)
    if not name.lower().endswith(_ENDINGS):
        raise NotAPersonFile(field="file")
    if len(content) > MOST_MB * 1024 * 1024:
        raise FileTooBig(limit_mb=MOST_MB, field="file")
    shown = clean_text(Path(name).name, limit=200, multiline=False)[-200:]
    with _on_disk(content, shown) as path:
        table, _columns = open_people(path)
        columns = table.columns
    post = actor.post_in(area.path)
    return PeopleImport.objects.create(
        file_name=shown,
        sha256=hashlib.sha256(content).digest(),
        payload_sealed=crypto.seal(base64.b64encode(content).decode(), context=PAYLOAD),
        area=area,
        started_by_id=actor.user_id,
        post_id=post.post_id if post else None,
        started_at=at,
        columns=columns,
    )


@transaction.atomic
def confirm_import(*, actor: Actor, import_id: int, at: datetime) -> PeopleImport:
    """Let a checked file be taken in. Raises ImportNotFound, ImportMovedOn (409)."""
    found = _mine(actor, import_id)
    if found.state != ImportState.CHECKED:
        raise ImportMovedOn
    found.refused_lines.all().delete()
    found.state, found.confirmed_at = ImportState.RUNNING, at
    found.line = found.rows = found.added = found.known = found.refused = 0
    found.made = {}
    found.save()
    return found


@transaction.atomic
def leave_import(*, actor: Actor, import_id: int, at: datetime) -> PeopleImport:
    """Forget a file that was not taken in. Raises ImportNotFound, ImportMovedOn (409)."""
    found = _mine(actor, import_id)
    if found.state not in (ImportState.CHECKING, ImportState.CHECKED, ImportState.FAILED):
        raise ImportMovedOn
    found.refused_lines.all().delete()
    found.state, found.finished_at, found.payload_sealed = ImportState.LEFT, at, None
    found.save(update_fields=["state", "finished_at", "payload_sealed"])
    return found


def work_on_imports(*, at: datetime) -> int:
    """Check or take in what waits, the oldest first; how many files. One worker a file."""
    waiting = PeopleImport.objects.filter(
        state__in=(ImportState.CHECKING, ImportState.RUNNING), payload_sealed__isnull=False
    )
    done = 0
    for import_id in list(waiting.order_by("id").values_list("pk", flat=True)):
        with _alone(import_id) as is_mine:
            if is_mine:
                _work(PeopleImport.objects.select_related("area").get(pk=import_id), at)
                done += 1
    return done


def forget_old_imports(*, at: datetime) -> int:
    """Remove files and lists of refused rows that are 30 days old; how many files."""
    old = PeopleImport.objects.filter(started_at__lt=at - KEPT).exclude(state=ImportState.RUNNING)
    RefusedLine.objects.filter(people_import__in=old).delete()
    return old.filter(payload_sealed__isnull=False).update(
        payload_sealed=None, state=ImportState.LEFT
    )


def refused_of(found: PeopleImport, *, most: int | None = None) -> Iterator[Refused]:
    """Refused lines with their cells, in the order of the file."""
    rows = found.refused_lines.order_by("line")
    for row in (rows[:most] if most else rows).iterator(chunk_size=500):
        cells = json.loads(crypto.unseal(row.cells_sealed, context=REFUSED_CELLS))
        yield Refused(row.line, row.reason, cells)


def _work(found: PeopleImport, at: datetime) -> None:
    """One phase of one file; a file that cannot be read says so on its page."""
    if found.state not in (ImportState.CHECKING, ImportState.RUNNING):
        return
    checking = found.state == ImportState.CHECKING
    if checking:
        found.refused_lines.all().delete()
        found.line = found.rows = found.added = found.known = found.refused = 0
    try:
        actor = _actor_of(found, at)
        content = base64.b64decode(crypto.unseal(found.payload_sealed or b"", context=PAYLOAD))
        with _on_disk(content, found.file_name) as path:
            result = import_people(
                actor=actor,
                path=path,
                area=found.area,
                at=at,
                dry_run=checking,
                after_line=found.line,
                keep=None if checking else Keeper(found),
                progress=Counter(found) if checking else _no_progress,
            )
    except DomainError as error:
        found.state, found.problem, found.finished_at = (
            ImportState.FAILED,
            error.sentence()[:500],
            at,
        )
        found.payload_sealed = None
        found.save()
        return
    _finish(found, result, actor, at)


def _finish(found: PeopleImport, result: Result, actor: Actor, at: datetime) -> None:
    with transaction.atomic():
        if result.dry_run:
            _keep_refused(found, result.refusals)
            found.rows, found.added, found.known = result.rows, result.added, result.known
            found.refused, found.lines = result.refused, result.rows
            found.made, found.state, found.line = result.made, ImportState.CHECKED, 0
            found.save()
            return
        found.state, found.finished_at, found.payload_sealed = ImportState.DONE, at, None
        found.save()
        record_import(actor=actor, found=found, at=at)


def record_import(*, actor: Actor, found: PeopleImport, at: datetime) -> None:
    """One event tells that a file was taken in, with its counts and no name."""
    append(
        kind="registry.file_imported",
        actor=actor,
        at=at,
        subject_kind=SUBJECT,
        subject_id=found.pk,
        area_path=found.area.path,
        data={
            "rows": found.rows,
            "added": found.added,
            "known": found.known,
            "refused": found.refused,
            **found.made,
        },
    )


class Keeper:
    """Writes the counts and refusals of a batch beside its people, inside its transaction."""

    def __init__(self, found: PeopleImport) -> None:
        self._found = found
        self._before = (found.rows, found.added, found.known, found.refused, dict(found.made))

    def __call__(self, refusals: Sequence[Refused], line: int, result: Result) -> None:
        found = self._found
        rows, added, known, refused, made = self._before
        found.line = line
        found.rows, found.added = rows + result.rows, added + result.added
        found.known, found.refused = known + result.known, refused + result.refused
        found.made = {name: made.get(name, 0) + count for name, count in result.made.items()}
        found.save(update_fields=["line", "rows", "added", "known", "refused", "made"])
        _keep_refused(found, refusals)


class Counter:
    """Shows on the page how many lines a check has read; beside the batch, which is taken back."""

    def __init__(self, found: PeopleImport) -> None:
        self._found = found

    def __call__(self, lines: int) -> None:
        self._found.rows += lines
        self._found.save(update_fields=["rows"])


def _no_progress(_lines: int) -> None:
    """A run that writes its own counts."""


def _keep_refused(found: PeopleImport, refusals: Sequence[Refused]) -> None:
    RefusedLine.objects.bulk_create(
        [
            RefusedLine(
                people_import=found,
                line=one.line,
                reason=one.reason[:500],
                cells_sealed=crypto.seal(
                    json.dumps(one.cells, ensure_ascii=False), context=REFUSED_CELLS
                ),
            )
            for one in refusals
        ],
        batch_size=1000,
    )


def _mine(actor: Actor, import_id: int) -> PeopleImport:
    get_import(actor=actor, import_id=import_id)
    return PeopleImport.objects.select_for_update(of=("self",)).get(pk=import_id)


def _actor_of(found: PeopleImport, at: datetime) -> Actor:
    """Who sent it, with the posts of now: nobody takes people into an area they left."""
    user = User.objects.filter(pk=found.started_by_id or 0, is_active=True).first()
    if user is None:
        raise ImportMovedOn
    return actor_for(user, at)


@contextmanager
def _on_disk(content: bytes, name: str) -> Iterator[Path]:
    """The file where only this process may read it, and only while it is read."""
    with tempfile.TemporaryDirectory(prefix="xinqiao-") as folder:
        path = Path(folder) / name.replace("/", "_")
        path.touch(mode=0o600)
        path.write_bytes(content)
        yield path


@contextmanager
def _alone(import_id: int) -> Iterator[bool]:
    """Whether this worker got the file; a killed worker's lock goes with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_FAMILY, import_id])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_FAMILY, import_id])
