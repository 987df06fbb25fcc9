"""One door for buttons, keys, bulk actions and the API: an action's name leads to its service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import BadNumber, UnknownAction
from xinqiao.cases.models import Outcome
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.ask import answer_question, ask_requester
from xinqiao.cases.services.calls import Call
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.confirm import call_back_case, conclude_case, rate_case
from xinqiao.cases.services.dispatch import dispatch_case, supervise_case, take_over_case
from xinqiao.cases.services.extend import extend_case
from xinqiao.cases.services.hand_up import hand_up_case
from xinqiao.cases.services.merge import main_of, merge_case
from xinqiao.cases.services.note import add_note
from xinqiao.cases.services.pause import pause_case, resume_case
from xinqiao.cases.services.recategorise import recategorise_called
from xinqiao.cases.services.reply import reply_case
from xinqiao.cases.services.send_back import return_case
from xinqiao.cases.services.split import split_case
from xinqiao.cases.services.whistle import reply_as_co_unit, whistle_case
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.workflow.models import Item, Unit


def perform(
    *, actor: Actor, item_id: int, action: str, data: Mapping[str, object], at: datetime
) -> Item:
    """Do one action in its own transaction.

    data: what the action needs: `reason`, `words` (or `question`), `post_id`, `organisation_id`
    or `target`, `lead`, `co`, `amount`, `unit`, `score`, `outcome`, `proof_tokens`,
    `into` (a number); `seen` is the item's `changed_at` of the page. Raises UnknownAction (404)
    and what the service raises.
    """
    chosen = _ACTIONS.get(action)
    if chosen is None:
        raise UnknownAction(action=action[:40])
    return chosen(Call(actor, item_id, data, at))


def _accept(call: Call) -> Item:
    return accept_case(actor=call.actor, item_id=call.item_id, at=call.at, seen=call.seen)


def _send_back(call: Call) -> Item:
    return return_case(
        actor=call.actor,
        item_id=call.item_id,
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _dispatch(call: Call) -> Item:
    post_id, organisation_id = call.target()
    return dispatch_case(
        actor=call.actor,
        item_id=call.item_id,
        post_id=post_id,
        organisation_id=organisation_id,
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _hand_up(call: Call) -> Item:
    return hand_up_case(
        actor=call.actor,
        item_id=call.item_id,
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _take_over(call: Call) -> Item:
    return take_over_case(
        actor=call.actor,
        item_id=call.item_id,
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _supervise(call: Call) -> Item:
    return supervise_case(
        actor=call.actor,
        item_id=call.item_id,
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _whistle(call: Call) -> Item:
    return whistle_case(
        actor=call.actor,
        item_id=call.item_id,
        lead=call.number("lead"),
        co=call.numbers("co"),
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _co_reply(call: Call) -> Item:
    return reply_as_co_unit(
        actor=call.actor,
        item_id=call.item_id,
        words=call.text("words"),
        proof_tokens=call.tokens(),
        at=call.at,
        seen=call.seen,
    )


def _ask(call: Call) -> Item:
    return ask_requester(
        actor=call.actor,
        item_id=call.item_id,
        question=call.text("question", "words"),
        at=call.at,
        seen=call.seen,
    )


def _answer_question(call: Call) -> Item:
    return answer_question(
        actor=call.actor, item_id=call.item_id, words=call.text("words"), at=call.at
    )


def _pause(call: Call) -> Item:
    return pause_case(
        actor=call.actor,
        item_id=call.item_id,
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _resume(call: Call) -> Item:
    return resume_case(actor=call.actor, item_id=call.item_id, at=call.at, seen=call.seen)


def _extend(call: Call) -> Item:
    try:
        amount = Decimal(call.text("amount", "until") or "0")
    except InvalidOperation:
        raise BadNumber(value=call.text("amount", "until")[:20], field="amount") from None
    return extend_case(
        actor=call.actor,
        item_id=call.item_id,
        amount=amount,
        unit=call.text("unit") or Unit.WORKING_DAYS.value,
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _reply(call: Call) -> Item:
    return reply_case(
        actor=call.actor,
        item_id=call.item_id,
        words=call.text("words"),
        at=call.at,
        seen=call.seen,
    )


def _close(call: Call) -> Item:
    return close_case(
        actor=call.actor,
        item_id=call.item_id,
        words=call.text("words"),
        outcome=call.text("outcome") or Outcome.SOLVED.value,
        proof_tokens=call.tokens(),
        at=call.at,
        seen=call.seen,
    )


def _rate(call: Call) -> Item:
    return rate_case(
        actor=call.actor,
        item_id=call.item_id,
        score=call.number("score", "rating") or 0,
        words=call.text("words"),
        at=call.at,
    )


def _call_back(call: Call) -> Item:
    return call_back_case(
        actor=call.actor,
        item_id=call.item_id,
        score=call.number("score", "rating") or 0,
        words=call.text("words"),
        at=call.at,
    )


def _conclude(call: Call) -> Item:
    return conclude_case(
        actor=call.actor,
        item_id=call.item_id,
        words=call.text("words"),
        outcome=call.text("outcome") or Outcome.EXPLAINED.value,
        at=call.at,
        seen=call.seen,
    )


def _withdraw(call: Call) -> Item:
    return withdraw_case(
        actor=call.actor, item_id=call.item_id, reason=call.text("reason"), at=call.at
    )


def _merge(call: Call) -> Item:
    return merge_case(
        actor=call.actor,
        item_id=call.item_id,
        into_id=main_of(call.text("into")),
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _split(call: Call) -> Item:
    return split_case(
        actor=call.actor,
        item_id=call.item_id,
        reason=call.text("reason"),
        at=call.at,
        seen=call.seen,
    )


def _note(call: Call) -> Item:
    return add_note(
        actor=call.actor,
        item_id=call.item_id,
        words=call.text("words"),
        at=call.at,
        seen=call.seen,
    )


_ACTIONS: Final[dict[str, Callable[[Call], Item]]] = {
    "accept": _accept,
    "send_back": _send_back,
    "dispatch": _dispatch,
    "hand_up": _hand_up,
    "take_over": _take_over,
    "supervise": _supervise,
    "whistle": _whistle,
    "co_reply": _co_reply,
    "ask": _ask,
    "answer_question": _answer_question,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "reply": _reply,
    "close": _close,
    "rate": _rate,
    "call_back": _call_back,
    "conclude": _conclude,
    "withdraw": _withdraw,
    "merge": _merge,
    "split": _split,
    "note": _note,
    "recategorise": recategorise_called,
}

ACTION_NAMES: Final = frozenset(_ACTIONS)
