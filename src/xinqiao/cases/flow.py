"""How a request lives (接诉即办), version 1, as data; its lengths are defaults that staff edit.

Source: RULES "Requests" and "Time".
"""

from __future__ import annotations

from typing import Final

from xinqiao.workflow.clock import Limit, Unit
from xinqiao.workflow.flow import (
    OPEN,
    Action,
    ClockSpec,
    Effect,
    Flow,
    Need,
    NoticeSpec,
    Relation,
    Rung,
    State,
)

FLOW: Final = "case"

ASSIGNED: Final = "assigned"
HANDLING: Final = "handling"
WAITING: Final = "waiting"
ANSWERED: Final = "answered"
CLOSED: Final = "closed"
WITHDRAWN: Final = "withdrawn"
MERGED: Final = "merged"  # 并案: it lives on in another request

_NOT_BEGUN = (ASSIGNED,)
_WITH_OWNER = (ASSIGNED, HANDLING)
_UNANSWERED = (ASSIGNED, HANDLING, WAITING)
_OPEN = (ASSIGNED, HANDLING, WAITING, ANSWERED)

_HANDLER = (Relation.OWNER, Relation.LEAD_UNIT)
_ABOVE = (Relation.DISPATCHER, Relation.SUPERVISOR)
# Whoever has the requester on the telephone may record what the requester says (代办).
_REQUESTER = (Relation.REQUESTER, *_ABOVE)

_ACTIONS: Final = (
    Action("accept", _NOT_BEGUN, HANDLING, _HANDLER, event="cases.accepted"),
    Action("send_back", _WITH_OWNER, ASSIGNED, _HANDLER, (Need.REASON,), "cases.returned"),
    Action(
        "dispatch", _UNANSWERED, ASSIGNED, _ABOVE, (Need.TARGET, Need.REASON), "cases.dispatched"
    ),
    Action("hand_up", _WITH_OWNER, ASSIGNED, _HANDLER, (Need.REASON,), "cases.handed_up"),
    Action(
        "whistle",
        (HANDLING, ASSIGNED, WAITING),
        None,
        _ABOVE,
        (Need.TARGET, Need.REASON),
        "cases.whistled",
    ),
    # The same whistle when it also names a new lead unit, which must accept like any owner.
    Action(
        "whistle_lead",
        _UNANSWERED,
        ASSIGNED,
        _ABOVE,
        (Need.TARGET, Need.REASON),
        "cases.whistled",
    ),
    Action("co_reply", _OPEN, None, (Relation.CO_UNIT,), (Need.WORDS,), "cases.co_replied"),
    Action("ask", (HANDLING,), WAITING, _HANDLER, (Need.WORDS,), "cases.asked"),
    Action(
        "answer_question",
        (WAITING,),
        HANDLING,
        (*_REQUESTER, *_HANDLER),
        (Need.WORDS,),
        "cases.question_answered",
    ),
    Action("pause", (HANDLING,), WAITING, _HANDLER, (Need.REASON,), "cases.paused"),
    Action("resume", (WAITING,), HANDLING, (*_HANDLER, *_ABOVE), event="cases.resumed"),
    Action(
        "extend",
        _UNANSWERED,
        None,
        (*_HANDLER, *_ABOVE),
        (Need.UNTIL, Need.REASON),
        "cases.extended",
    ),
    Action("reply", (HANDLING, WAITING), None, _HANDLER, (Need.WORDS,), "cases.replied"),
    Action(
        "close",
        (HANDLING, WAITING),
        ANSWERED,
        _HANDLER,
        (Need.WORDS, Need.PROOF),
        "cases.answered",
    ),
    Action("rate", (ANSWERED,), CLOSED, (Relation.REQUESTER,), (Need.RATING,), "cases.rated"),
    Action("call_back", (ANSWERED,), CLOSED, _ABOVE, (Need.RATING,), "cases.called_back"),
    Action("reopen", (ANSWERED,), ASSIGNED, _REQUESTER, (Need.RATING,), "cases.reopened"),
    # The loop must end somewhere: what came back twice the supervisor may end with own words.
    Action("conclude", _OPEN, CLOSED, (Relation.SUPERVISOR,), (Need.WORDS,), "cases.concluded"),
    Action("close_unconfirmed", (ANSWERED,), CLOSED, (Relation.SYSTEM,), event="cases.closed"),
    # What another system has answered already comes in closed.
    Action("settle", _UNANSWERED, CLOSED, (Relation.SYSTEM,), (Need.WORDS,), "cases.settled"),
    Action("withdraw", _UNANSWERED, WITHDRAWN, _REQUESTER, event="cases.withdrawn"),
    Action("merge", _UNANSWERED, MERGED, (*_HANDLER, *_ABOVE), (Need.TARGET,), "cases.merged"),
    # It gets back the state it had, which only its merger knows.
    Action(
        "split",
        (MERGED,),
        None,
        (*_HANDLER, *_ABOVE, Relation.SYSTEM),
        (Need.REASON,),
        "cases.split",
    ),
    Action(
        "rate_merged",
        (MERGED,),
        None,
        (Relation.REQUESTER,),
        (Need.RATING,),
        "cases.merged_rated",
    ),
    # The requester has the last word here as well: unsatisfied, it is a promise of its own again.
    Action(
        "reopen_merged",
        (MERGED,),
        ASSIGNED,
        (Relation.REQUESTER,),
        (Need.RATING,),
        "cases.split",
    ),
    Action(
        "take_over",
        _UNANSWERED,
        ASSIGNED,
        (Relation.SUPERVISOR, Relation.SYSTEM),
        (Need.REASON,),
        "cases.taken_over",
    ),
    Action(
        "supervise",
        _OPEN,
        None,
        (Relation.SUPERVISOR, Relation.SYSTEM),
        (Need.REASON,),
        "cases.supervised",
    ),
    Action("recategorise", _OPEN, None, (*_HANDLER, *_ABOVE), event="cases.recategorised"),
    Action("move", _OPEN, None, (Relation.SYSTEM,), (Need.REASON,), "cases.moved"),
    Action(
        "note",
        _OPEN,
        None,
        (*_HANDLER, *_ABOVE, Relation.CO_UNIT),
        (Need.WORDS,),
        "cases.noted",
    ),
)

# Whoever gets a request newly promises anew to look at it; the promise to solve it runs on.
_NEW_OWNER = (
    "dispatch",
    "send_back",
    "hand_up",
    "whistle_lead",
    "reopen",
    "reopen_merged",
    "take_over",
)

_CLOCKS: Final = (
    ClockSpec(
        "accept",
        starts_on=(OPEN, *_NEW_OWNER),
        stops_on=("accept", *_NEW_OWNER),
        limit=Limit(2, Unit.WORKING_HOURS),
        ladder=(
            Rung(None, None, Effect.TAKE_OVER),
            Rung(Limit(1, Unit.WORKING_DAYS), 3, Effect.SUPERVISE, last=True),
        ),
    ),
    ClockSpec(
        "reply",
        starts_on=(OPEN,),
        stops_on=("reply", "ask", "close"),
        limit=Limit(24, Unit.URGENT_HOURS),
    ),
    ClockSpec(
        "handle",
        starts_on=(OPEN, "reopen", "reopen_merged"),
        stops_on=("close",),
        limit=Limit(5, Unit.WORKING_DAYS),
        pauses_in=(WAITING,),
    ),
    ClockSpec(
        "verify",
        starts_on=("close",),
        stops_on=("rate", "call_back", "reopen", "close_unconfirmed"),
        limit=Limit(7, Unit.NATURAL_DAYS),
        climbs=False,
        on_due="close_unconfirmed",
    ),
    ClockSpec(
        "co",
        starts_on=("whistle", "whistle_lead"),
        stops_on=("co_reply",),
        limit=Limit(1, Unit.WORKING_DAYS),
        per_unit=True,
    ),
)

_REQUESTER_HEARS: Final = (
    ("accept", "cases.accepted"),
    ("ask", "cases.asked"),
    ("reply", "cases.replied"),
    ("close", "cases.answered"),
    ("close_unconfirmed", "cases.closed"),
    ("conclude", "cases.closed"),
    ("merge", "cases.merged"),
    ("split", "cases.split"),
)
_OWNER_HEARS: Final = (
    (OPEN, "cases.given"),
    ("send_back", "cases.given"),
    ("dispatch", "cases.given"),
    ("hand_up", "cases.given"),
    ("whistle_lead", "cases.given"),
    ("answer_question", "cases.question_answered"),
    ("reopen", "cases.reopened"),
    ("reopen_merged", "cases.reopened"),
    ("split", "cases.given"),
    ("yellow", "cases.reminded"),
    ("rung", "cases.late"),
)
_NOTICES: Final = (
    *(NoticeSpec(on, (Relation.REQUESTER,), template) for on, template in _REQUESTER_HEARS),
    *(NoticeSpec(on, (Relation.OWNER,), template) for on, template in _OWNER_HEARS),
    NoticeSpec("whistle", (Relation.CO_UNIT,), "cases.called_in"),
    NoticeSpec("whistle_lead", (Relation.CO_UNIT,), "cases.called_in"),
    NoticeSpec("rung", (Relation.SUPERVISOR,), "cases.supervise"),
    NoticeSpec("supervise", (Relation.SUPERVISOR,), "cases.supervise"),
)

CASE_FLOW: Final = Flow(
    name=FLOW,
    version=1,
    states=(
        State(ASSIGNED),
        State(HANDLING),
        State(WAITING),
        State(ANSWERED, done=True),
        State(CLOSED, final=True),
        State(WITHDRAWN, final=True),
        State(MERGED, final=True),
    ),
    actions=_ACTIONS,
    clocks=_CLOCKS,
    ladder=(
        Rung(None, None),
        Rung(Limit(2, Unit.WORKING_DAYS), 3, last=True),
    ),
    notices=_NOTICES,
)
