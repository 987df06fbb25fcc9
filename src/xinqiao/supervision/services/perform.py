"""One door for buttons, keys and bulk actions: an action's name leads to its service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.kit.errors import BadInput
from xinqiao.kit.time import parse_time
from xinqiao.supervision.services.answer import (
    accept_notice,
    add_note,
    begin_rectifying,
    report_back,
)
from xinqiao.supervision.services.expose import expose_notice
from xinqiao.supervision.services.settle import (
    cancel_notice,
    extend_notice,
    return_notice,
    revoke_notice,
)
from xinqiao.workflow.errors import ActionNotPossible
from xinqiao.workflow.models import Item


@dataclass(frozen=True, slots=True)
class Call:
    """An action as a form sent it."""

    actor: Actor
    item_id: int
    data: Mapping[str, object]
    at: datetime

    def text(self, name: str) -> str:
        """A text, empty when it did not come."""
        value = self.data.get(name, "")
        return value if isinstance(value, str) else ""

    @property
    def seen(self) -> datetime | None:
        """The item's `changed_at` of the page, when the form says it."""
        value = self.data.get("seen")
        if isinstance(value, datetime):
            return value
        return parse_time(value) if isinstance(value, str) and value else None

    @property
    def tokens(self) -> tuple[str, ...]:
        """Tokens of proofs that are uploaded already."""
        value = self.data.get("proof_tokens", ())
        return tuple(str(token) for token in value) if isinstance(value, list | tuple) else ()

    @property
    def amount(self) -> Decimal:
        """How much longer. Raises BadInput (422)."""
        try:
            return Decimal(str(self.data.get("amount", "")))
        except InvalidOperation as error:
            raise BadInput(field="amount") from error


def perform(
    *, actor: Actor, item_id: int, action: str, data: Mapping[str, object], at: datetime
) -> Item:
    """Do one action on a notice in its own transaction.

    data: `words`, `reason`, `proof_tokens`, `amount`, `unit`, `seen`, as the action needs.
    Raises ActionNotPossible (409) for an unknown action, and what the service raises.
    """
    chosen = _ACTIONS.get(action)
    if chosen is None:
        raise ActionNotPossible(field="action")
    return chosen(Call(actor, item_id, data, at))


def _accept(call: Call) -> Item:
    return accept_notice(actor=call.actor, item_id=call.item_id, at=call.at, seen=call.seen)


def _begin(call: Call) -> Item:
    return begin_rectifying(
        actor=call.actor,
        item_id=call.item_id,
        words=call.text("words"),
        at=call.at,
        seen=call.seen,
    )


def _report_back(call: Call) -> Item:
    return report_back(
        actor=call.actor,
        item_id=call.item_id,
        words=call.text("words"),
        proof_tokens=call.tokens,
        at=call.at,
        seen=call.seen,
    )


def _cancel(call: Call) -> Item:
    return cancel_notice(
        actor=call.actor,
        item_id=call.item_id,
        words=call.text("words"),
        proof_tokens=call.tokens,
        at=call.at,
        seen=call.seen,
    )


def _send_back(call: Call) -> Item:
    return return_notice(
        actor=call.actor,
        item_id=call.item_id,
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _extend(call: Call) -> Item:
    return extend_notice(
        actor=call.actor,
        item_id=call.item_id,
        amount=call.amount,
        unit=call.text("unit"),
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _expose(call: Call) -> Item:
    return expose_notice(
        actor=call.actor,
        item_id=call.item_id,
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _revoke(call: Call) -> Item:
    return revoke_notice(
        actor=call.actor,
        item_id=call.item_id,
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _note(call: Call) -> Item:
    return add_note(actor=call.actor, item_id=call.item_id, words=call.text("words"), at=call.at)


_ACTIONS: Final[dict[str, Callable[[Call], Item]]] = {
    "accept": _accept,
    "begin": _begin,
    "report_back": _report_back,
    "cancel": _cancel,
    "send_back": _send_back,
    "extend": _extend,
    "expose": _expose,
    "revoke": _revoke,
    "note": _note,
}
