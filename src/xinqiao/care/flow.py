"""How a call for help (一键呼叫) and a fitting (适老化安装) live, as data; lengths are defaults.

A call rings one helper after the other by its own sweep; the clocks here are the promise to the
caller, and their ladder tells those above when nobody has come. Source: STORIES V5; ADR 0035.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from xinqiao.workflow.clock import Limit, Unit
from xinqiao.workflow.flow import (
    OPEN,
    Action,
    ClockSpec,
    Flow,
    Need,
    Relation,
    Rung,
    State,
)

CALL: Final = "care_call"
FITTING: Final = "care_fitting"

RINGING: Final = "ringing"  # 呼叫中
TAKEN: Final = "taken"  # 已接单
ARRIVED: Final = "arrived"  # 已到达
HELPED: Final = "helped"  # 已办好
RATED: Final = "rated"  # 已评价
UNDONE: Final = "undone"  # 已撤回: pressed by mistake

# Who was rung is proved by the caller of the service, as somebody with the link of the offer.
_RUNG = (Relation.LEAD_UNIT, Relation.OWNER, Relation.DISPATCHER)
_CALLER = (Relation.REQUESTER, Relation.DISPATCHER)
_SYSTEM = (Relation.SYSTEM,)

_QUARTER = Limit(Decimal("0.25"), Unit.URGENT_HOURS)
_HOUR = Limit(1, Unit.URGENT_HOURS)

CALL_FLOW: Final = Flow(
    name=CALL,
    version=1,
    states=(
        State(RINGING),
        State(TAKEN),
        State(ARRIVED),
        State(HELPED, done=True),
        State(RATED, final=True),
        State(UNDONE, final=True),
    ),
    actions=(
        Action("ring", (RINGING,), None, _SYSTEM, event="care.call_rung"),
        Action("take", (RINGING,), TAKEN, _RUNG, event="care.call_taken"),
        Action(
            "give_back",
            (TAKEN, ARRIVED),
            RINGING,
            _RUNG,
            (Need.REASON,),
            event="care.call_given_back",
        ),
        Action("arrive", (TAKEN,), ARRIVED, _RUNG, event="care.call_arrived"),
        Action(
            "finish", (TAKEN, ARRIVED), HELPED, _RUNG, (Need.WORDS,), event="care.call_finished"
        ),
        Action("undo", (RINGING, TAKEN), UNDONE, _CALLER, event="care.call_undone"),
        Action("rate", (HELPED,), RATED, _CALLER, (Need.RATING,), event="care.call_rated"),
        Action("close", (HELPED,), RATED, _SYSTEM, event="care.call_closed"),
        Action(
            "move",
            (RINGING, TAKEN, ARRIVED, HELPED),
            None,
            _SYSTEM,
            (Need.REASON,),
            event="care.call_moved",
        ),
    ),
    clocks=(
        ClockSpec(
            "accept",
            starts_on=(OPEN, "give_back"),
            stops_on=("take", "undo"),
            limit=_QUARTER,
            ladder=(Rung(None, 4), Rung(_HOUR, 3, last=True)),
        ),
        ClockSpec(
            "arrive",
            starts_on=("take",),
            stops_on=("arrive", "finish", "give_back", "undo"),
            limit=_HOUR,
        ),
        ClockSpec(
            "done",
            starts_on=(OPEN,),
            stops_on=("finish", "undo"),
            limit=Limit(4, Unit.URGENT_HOURS),
        ),
        ClockSpec(
            "confirm",
            starts_on=("finish",),
            stops_on=("rate", "close"),
            limit=Limit(3, Unit.NATURAL_DAYS),
            climbs=False,
            on_due="close",
        ),
    ),
    ladder=(Rung(None, 4), Rung(Limit(4, Unit.URGENT_HOURS), 3, last=True)),
)

ORDERED: Final = "ordered"  # 待安装
FITTED: Final = "fitted"  # 已安装
CALLED_OFF: Final = "called_off"  # 已取消

_FITTER = (Relation.OWNER, Relation.DISPATCHER)

FITTING_FLOW: Final = Flow(
    name=FITTING,
    version=1,
    states=(State(ORDERED), State(FITTED, final=True), State(CALLED_OFF, final=True)),
    actions=(
        Action(
            "dispatch",
            (ORDERED,),
            None,
            (Relation.DISPATCHER,),
            (Need.TARGET, Need.REASON),
            event="care.fitting_dispatched",
        ),
        Action("fit", (ORDERED,), FITTED, _FITTER, event="care.fitted"),
        Action(
            "call_off",
            (ORDERED,),
            CALLED_OFF,
            (Relation.DISPATCHER,),
            (Need.REASON,),
            event="care.fitting_called_off",
        ),
        Action("move", (ORDERED,), None, _SYSTEM, (Need.REASON,), event="care.fitting_moved"),
    ),
    clocks=(
        ClockSpec(
            "fit",
            starts_on=(OPEN,),
            stops_on=("fit", "call_off"),
            limit=Limit(7, Unit.WORKING_DAYS),
        ),
    ),
    ladder=(Rung(None, 4, last=True),),
)
