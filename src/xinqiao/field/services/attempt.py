"""One try of one command: it happens, clashes, is refused, or waits. The row is locked."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import DatabaseError, DataError, InterfaceError, connection, transaction
from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.field import payloads, sealing
from xinqiao.field.contract import Command, Fate, Outcome, command_of
from xinqiao.field.errors import PayloadUnreadable
from xinqiao.field.models import CommandFate, CommandLog
from xinqiao.files.services.keep import keep_uploads
from xinqiao.kit.errors import DomainError, TooMany, Unavailable

log = logging.getLogger("xinqiao.field")

HAPPENED: Final = (CommandFate.DONE, CommandFate.MERGED, CommandFate.CONFLICT)
PHOTOS_KEPT: Final = timedelta(days=3)
_FIRST_WAIT: Final = timedelta(minutes=10)
_LONGEST_WAIT: Final = timedelta(hours=12)


class _Wait(Exception):
    """Not now: the sentence says for what."""


def decide(*, actor: Actor, row: CommandLog, at: datetime) -> CommandLog:
    """Try a command whose payload is sealed in the row, and write down what became of it.

    Whatever the command wrote is undone unless it happened. Nothing raised by a command gets out
    of here: it becomes a fate with a sentence.
    """
    try:
        with transaction.atomic():
            outcome = _perform(actor, row)
            # Foreign keys are checked at the end of a transaction, too late to be an answer.
            connection.check_constraints()
    except _Wait as reason:
        return _wait(row, str(reason), at)
    except (Unavailable, TooMany) as error:
        return _wait(row, error.sentence(), at)
    except DomainError as error:
        return refuse(row, error, at)
    except DataError:
        # A number or text that no column can hold: it will be none tomorrow, either.
        return refuse(row, PayloadUnreadable(), at)
    except InterfaceError:
        raise  # the connection is gone, and the row with it: the phone sends it again
    except DatabaseError as error:
        return _wait_for_us(row, error, at)
    except Exception as error:
        return _wait_for_us(row, error, at)
    return _write(actor, row, outcome, at)


def refuse(row: CommandLog, error: DomainError, at: datetime) -> CommandLog:
    """Write down why it cannot be done; the payload stays for a while, so that nothing is lost."""
    row.fate, row.message = CommandFate.REFUSED, error.sentence()[:500]
    row.data = {"code": str(error.code)} | ({"field": error.field} if error.field else {})
    return _save(row, at)


def _perform(actor: Actor, row: CommandLog) -> Outcome:
    command = command_of(row.kind)
    if command is None:
        raise _Wait(
            _("This kind of entry is not known here yet. It is kept and done after the update.")
        )
    payload = sealing.unseal_payload(row.payload_sealed or b"")
    made = _made(row, payload)
    try:
        whole = payloads.resolve(payload, made)
    except KeyError as error:
        raise _Wait(_("This waits for another entry that has not been done yet.")) from error
    return _checked(command, command.perform(actor, whole, row.happened_at))


def _made(row: CommandLog, payload: Mapping[str, Any]) -> dict[UUID, Mapping[str, Any]]:
    """What the commands made that this one builds on. Raises _Wait for those not done yet."""
    named = payloads.references(payload) | set(row.after)
    if not named:
        return {}
    found = CommandLog.objects.filter(pk__in=named, user_id=row.user_id)
    rows = {one.pk: one for one in found.only("id", "fate", "data")}
    for command_id in named:
        one = rows.get(command_id)
        if one is not None and one.fate == CommandFate.REFUSED:
            raise _Wait(_("This builds on an entry that was refused. Please correct that first."))
        if one is None or one.fate not in HAPPENED:
            raise _Wait(_("This waits for another entry that has not been done yet."))
    return {command_id: rows[command_id].data for command_id in named}


def _checked(command: Command, outcome: Outcome) -> Outcome:
    if outcome.fate is Fate.REFUSED:
        # Refused by its own word: what it wrote so far is undone like that of an error.
        raise DomainError(outcome.message or None)
    return outcome


def _write(actor: Actor, row: CommandLog, outcome: Outcome, at: datetime) -> CommandLog:
    row.fate, row.message = CommandFate(outcome.fate.value), outcome.message[:500]
    row.data, row.area_path = dict(outcome.data), outcome.area_path or row.area_path
    if outcome.fate is Fate.CONFLICT:
        row.clashes_sealed = sealing.seal_clashes(outcome.clashes)
        _record_conflict(actor, row, outcome, at)
        _keep_photos(row, at)
    else:
        row.payload_sealed = row.clashes_sealed = None
    return _save(row, at)


def _wait(row: CommandLog, sentence: str, at: datetime) -> CommandLog:
    row.fate, row.message, row.data = CommandFate.WAITING, sentence[:500], {}
    row.tries += 1
    row.next_try_at = at + min(_FIRST_WAIT * 2 ** min(row.tries - 1, 10), _LONGEST_WAIT)
    _keep_photos(row, at)
    return _save(row, at)


def _wait_for_us(row: CommandLog, error: Exception, at: datetime) -> CommandLog:
    """A defect of ours, or a database in trouble, is no reason to lose what somebody entered."""
    # The words of the error may hold what was entered: only where it happened is logged.
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
    log.error("command %s (%s): %s at %s", row.pk, row.kind, type(error).__name__, where)
    return _wait(row, _("Something went wrong on our side. The entry is kept and tried again."), at)


def _keep_photos(row: CommandLog, at: datetime) -> None:
    if row.payload_sealed is not None:
        tokens = payloads.photo_tokens(sealing.unseal_payload(row.payload_sealed))
        keep_uploads(tokens=tokens, until=at + PHOTOS_KEPT)


def _save(row: CommandLog, at: datetime) -> CommandLog:
    row.decided_at = at
    if row.fate != CommandFate.WAITING:
        row.next_try_at = None
    row.save()
    return row


def _record_conflict(actor: Actor, row: CommandLog, outcome: Outcome, at: datetime) -> None:
    append(
        kind="field.conflict_found",
        actor=actor,
        at=at,
        subject_kind="user",
        subject_id=row.user_id,
        area_path=row.area_path,
        data={
            "command": str(row.pk),
            "kind": row.kind,
            "fields": [clash.field for clash in outcome.clashes],
        },
    )
