"""How one turn of upkeep (养护任务) lives, version 1, as data; its lengths are defaults.

Done with a photo, confirmed by the community, or confirmed by itself after three days. What is
late is watched by the community at once and by the street two days later.
Source: STORIES G4; DESIGN "The ideas everything hangs on".
"""

from __future__ import annotations

from typing import Final

from xinqiao.workflow.clock import Limit, Unit
from xinqiao.workflow.flow import (
    OPEN,
    Action,
    ClockSpec,
    Flow,
    Need,
    NoticeSpec,
    Relation,
    Rung,
    State,
)

FLOW: Final = "upkeep"

WAITING: Final = "todo"  # 待养护
CHECKED: Final = "checked"  # 已养护，待确认
CONFIRMED: Final = "confirmed"  # 已确认
DROPPED: Final = "dropped"  # 已取消

CONFIRM_CLOCK: Final = "confirm"
DO_CLOCKS: Final = ("do", "redo")
AGREE: Final = "let_pass"

_OVER = (Relation.SUPERVISOR, Relation.DISPATCHER)

_ACTIONS: Final = (
    Action("check", (WAITING,), CHECKED, (Relation.OWNER,), (Need.PROOF,), event="upkeep.checked"),
    Action("confirm", (CHECKED,), CONFIRMED, _OVER, event="upkeep.confirmed"),
    Action(AGREE, (CHECKED,), CONFIRMED, (Relation.SYSTEM,), event="upkeep.let_pass"),
    Action("send_back", (CHECKED,), WAITING, _OVER, (Need.REASON,), event="upkeep.returned"),
    Action(
        "drop",
        (WAITING,),
        DROPPED,
        (*_OVER, Relation.SYSTEM),
        (Need.REASON,),
        event="upkeep.dropped",
    ),
    Action("move", (WAITING, CHECKED), None, (Relation.SYSTEM,), event="upkeep.moved"),
)

_CLOCKS: Final = (
    ClockSpec(
        "do", starts_on=(OPEN,), stops_on=("check", "drop"), limit=Limit(1, Unit.NATURAL_DAYS)
    ),
    ClockSpec(
        "redo",
        starts_on=("send_back",),
        stops_on=("check", "drop"),
        limit=Limit(2, Unit.NATURAL_DAYS),
    ),
    ClockSpec(
        CONFIRM_CLOCK,
        starts_on=("check",),
        stops_on=("confirm", "send_back", AGREE),
        limit=Limit(3, Unit.NATURAL_DAYS),
        climbs=False,
        on_due=AGREE,
    ),
)

UPKEEP_FLOW: Final = Flow(
    name=FLOW,
    version=1,
    states=(
        State(WAITING),
        State(CHECKED, done=True),
        State(CONFIRMED, final=True),
        State(DROPPED, final=True),
    ),
    actions=_ACTIONS,
    clocks=_CLOCKS,
    ladder=(
        Rung(None, 5),
        Rung(Limit(2, Unit.NATURAL_DAYS), 4, last=True),
    ),
    notices=(
        NoticeSpec("send_back", (Relation.OWNER,), "upkeep.returned"),
        NoticeSpec("rung", (Relation.OWNER,), "upkeep.late"),
        NoticeSpec("rung", (Relation.SUPERVISOR,), "upkeep.climbed"),
    ),
)
