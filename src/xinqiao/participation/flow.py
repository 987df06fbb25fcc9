"""How a project (项目) lives that residents asked for, version 1, as data; lengths are defaults.

Proposed - verified - funded - built - accepted. Source: STORIES C8; seeds 004, 谯城区.
"""

from __future__ import annotations

from typing import Final

from xinqiao.workflow.clock import Limit, Unit
from xinqiao.workflow.flow import OPEN, Action, ClockSpec, Flow, Need, Relation, Rung, State

FLOW: Final = "project"

PROPOSED: Final = "proposed"  # 待核实
VERIFIED: Final = "verified"  # 已核实，待落实资金
FUNDED: Final = "funded"  # 资金已落实
BUILDING: Final = "building"  # 施工中
BUILT: Final = "built"  # 已完工，待验收
ACCEPTED: Final = "accepted"  # 已验收
REFUSED: Final = "refused"  # 未立项

_OPEN = (PROPOSED, VERIFIED, FUNDED, BUILDING, BUILT)
_DOES = (Relation.OWNER, Relation.DISPATCHER)
_ABOVE = (Relation.SUPERVISOR,)
_SAYS = (Need.WORDS,)

_ACTIONS: Final = (
    Action("verify", (PROPOSED,), VERIFIED, _DOES, _SAYS, "participation.verified"),
    Action("fund", (VERIFIED,), FUNDED, _DOES, _SAYS, "participation.funded"),
    Action("start", (FUNDED,), BUILDING, _DOES, _SAYS, "participation.started"),
    Action("finish", (BUILDING,), BUILT, _DOES, (Need.WORDS, Need.PROOF), "participation.finished"),
    Action("accept_work", (BUILT,), ACCEPTED, _ABOVE, _SAYS, "participation.accepted"),
    Action("send_back", (BUILT,), BUILDING, _ABOVE, (Need.REASON,), "participation.returned"),
    Action(
        "refuse",
        (PROPOSED, VERIFIED, FUNDED),
        REFUSED,
        _DOES,
        (Need.REASON,),
        "participation.refused",
    ),
    Action("note", _OPEN, None, (*_DOES, *_ABOVE), _SAYS, "participation.noted"),
    Action("move", _OPEN, None, (Relation.SYSTEM,), (Need.REASON,), "participation.moved"),
)

_CLOCKS: Final = (
    ClockSpec(
        "verify",
        starts_on=(OPEN,),
        stops_on=("verify", "refuse"),
        limit=Limit(10, Unit.WORKING_DAYS),
    ),
    ClockSpec(
        "fund",
        starts_on=("verify",),
        stops_on=("fund", "refuse"),
        limit=Limit(60, Unit.WORKING_DAYS),
    ),
    ClockSpec(
        "build",
        starts_on=("start",),
        stops_on=("finish",),
        limit=Limit(180, Unit.NATURAL_DAYS),
    ),
    ClockSpec(
        "inspect",
        starts_on=("finish",),
        stops_on=("accept_work", "send_back"),
        limit=Limit(10, Unit.WORKING_DAYS),
    ),
    ClockSpec(
        "mend",
        starts_on=("send_back",),
        stops_on=("finish",),
        limit=Limit(20, Unit.WORKING_DAYS),
    ),
)

PROJECT_FLOW: Final = Flow(
    name=FLOW,
    version=1,
    states=(
        State(PROPOSED),
        State(VERIFIED),
        State(FUNDED),
        State(BUILDING),
        State(BUILT, done=True),
        State(ACCEPTED, final=True),
        State(REFUSED, final=True),
    ),
    actions=_ACTIONS,
    clocks=_CLOCKS,
    ladder=(Rung(None, 4), Rung(Limit(10, Unit.WORKING_DAYS), 3, last=True)),
)
