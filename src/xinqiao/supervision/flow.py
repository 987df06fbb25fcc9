"""How a supervision notice (督办单) lives, version 1, as data; its lengths are defaults.

Find - hand over - rectify - feed back. A notice is a promise of its own: it never touches the
clock of the item it is about. What comes back unverified gets a short clock of its own (`redo`),
so sending in something before the deadline never wins the whole limit again.
Source: STORIES C7; RULES "Time".
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

FLOW: Final = "supervision"

ISSUED: Final = "issued"  # 已下达
SIGNED: Final = "signed"  # 已签收
RECTIFYING: Final = "rectifying"  # 整改中
REPORTED: Final = "reported"  # 已反馈，待核验
CANCELLED: Final = "cancelled"  # 已销号
REVOKED: Final = "revoked"  # 已撤销

_WITH_UNIT = (ISSUED, SIGNED, RECTIFYING)
_OPEN = (*_WITH_UNIT, REPORTED)

_UNIT = (Relation.OWNER, Relation.LEAD_UNIT)
_ABOVE = (Relation.SUPERVISOR,)

_ACTIONS: Final = (
    Action("accept", (ISSUED,), SIGNED, _UNIT, event="supervision.accepted"),
    Action(
        "begin", (ISSUED, SIGNED), RECTIFYING, _UNIT, (Need.WORDS,), event="supervision.rectifying"
    ),
    Action(
        "report_back",
        _WITH_UNIT,
        REPORTED,
        _UNIT,
        (Need.WORDS, Need.PROOF),
        event="supervision.reported",
    ),
    Action(
        "cancel",
        (REPORTED,),
        CANCELLED,
        _ABOVE,
        (Need.WORDS, Need.PROOF),
        event="supervision.cancelled",
    ),
    Action(
        "send_back", (REPORTED,), RECTIFYING, _ABOVE, (Need.REASON,), event="supervision.returned"
    ),
    Action(
        "extend",
        _WITH_UNIT,
        None,
        _ABOVE,
        (Need.UNTIL, Need.REASON),
        event="supervision.extended",
    ),
    Action("expose", _WITH_UNIT, None, _ABOVE, (Need.REASON,), event="supervision.exposed"),
    Action("revoke", _WITH_UNIT, REVOKED, _ABOVE, (Need.REASON,), event="supervision.revoked"),
    Action("move", _OPEN, None, (Relation.SYSTEM,), (Need.REASON,), "supervision.moved"),
    Action("note", _OPEN, None, (*_UNIT, *_ABOVE), (Need.WORDS,), event="supervision.noted"),
)

_CLOCKS: Final = (
    ClockSpec(
        "accept",
        starts_on=(OPEN,),
        stops_on=("accept", "begin", "report_back"),
        limit=Limit(1, Unit.WORKING_DAYS),
    ),
    ClockSpec(
        "rectify",
        starts_on=(OPEN,),
        stops_on=("report_back",),
        limit=Limit(5, Unit.WORKING_DAYS),
    ),
    ClockSpec(
        "redo",
        starts_on=("send_back",),
        stops_on=("report_back",),
        limit=Limit(2, Unit.WORKING_DAYS),
    ),
    ClockSpec(
        "verify",
        starts_on=("report_back",),
        stops_on=("cancel", "send_back"),
        limit=Limit(3, Unit.WORKING_DAYS),
    ),
)

_UNIT_HEARS: Final = (
    (OPEN, "supervision.issued"),
    ("send_back", "supervision.returned"),
    ("cancel", "supervision.cancelled"),
    ("extend", "supervision.extended"),
    ("expose", "supervision.exposed"),
    ("revoke", "supervision.revoked"),
    ("yellow", "supervision.due_soon"),
    ("rung", "supervision.late"),
)
_ISSUER_HEARS: Final = (
    ("accept", "supervision.accepted"),
    ("report_back", "supervision.reported"),
    ("rung", "supervision.climbed"),
)

SUPERVISION_FLOW: Final = Flow(
    name=FLOW,
    version=1,
    states=(
        State(ISSUED),
        State(SIGNED),
        State(RECTIFYING),
        State(REPORTED, done=True),
        State(CANCELLED, final=True),
        State(REVOKED, final=True),
    ),
    actions=_ACTIONS,
    clocks=_CLOCKS,
    ladder=(
        Rung(None, 4),
        Rung(Limit(2, Unit.WORKING_DAYS), 3, last=True),
    ),
    notices=(
        *(NoticeSpec(on, (Relation.OWNER,), template) for on, template in _UNIT_HEARS),
        *(NoticeSpec(on, (Relation.SUPERVISOR,), template) for on, template in _ISSUER_HEARS),
    ),
)
