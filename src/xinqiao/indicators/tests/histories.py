"""Made-up histories of requests, and what they come to when counted by plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from xinqiao.accounts.access import SYSTEM
from xinqiao.events.services.append import NewEvent, append_many
from xinqiao.kit.time import local_day

BEGIN = datetime(2026, 11, 2, 1, tzinfo=UTC)
COUNTY = "51.5110.511083."
GRIDS = tuple(
    f"{COUNTY}51108300{street}.51108300{street}00{community}.51108300{street}00{community}00{grid}."
    for street, community, grid in ((1, 1, 1), (1, 1, 2), (1, 2, 1), (2, 1, 1))
)
PLACES = (*GRIDS, f"{COUNTY}511083001.511083001001.", f"{COUNTY}511083002.")
CATEGORIES = ("env.garbage.", "env.noise.", "house.leak.", "house.", "")
UNITS = (0, 7, 8)
STEPS = (
    "accept", "answer", "reply", "reopen", "dispatch", "return", "extend", "pause", "resume",
    "close", "rate", "withdraw", "merge", "split", "move", "recategorise", "escalate", "take_over",
    "whistle", "note",
)  # fmt: skip
_DONE_STATES = ("answered", "closed", "withdrawn", "merged")


@dataclass
class Step:
    """One event to come: what, how long after the one before, and a free choice."""

    name: str
    minutes: int
    choice: int


@dataclass
class History:
    """One item and what happens to it."""

    place: int
    category: int
    unit: int
    begins: int  # minutes after BEGIN
    steps: list[Step]


steps = st.builds(Step, st.sampled_from(STEPS), st.integers(0, 3 * 24 * 60), st.integers(0, 20))
histories = st.lists(
    st.builds(
        History,
        st.integers(0, len(PLACES) - 1),
        st.integers(0, len(CATEGORIES) - 1),
        st.integers(0, len(UNITS) - 1),
        st.integers(0, 9 * 24 * 60),
        st.lists(steps, max_size=9),
    ),
    min_size=1,
    max_size=8,
)


@dataclass
class Plain:
    """A fact as plain Python sees it, kept up to date event by event."""

    area: str
    category: str
    unit: int
    post: int
    opened: datetime
    due: dict[str, datetime]
    state: str = "assigned"
    accepted: datetime | None = None
    replied: datetime | None = None
    done: datetime | None = None
    closed: datetime | None = None
    rated: datetime | None = None
    score: int | None = None
    withdrawn: bool = False
    paused: bool = False
    reopened: int = 0
    returned: int = 0
    extended: int = 0
    outcome: str = ""
    events: list[NewEvent] = field(default_factory=list)


def play(number: int, history: History) -> Plain:
    """The events of a history, and what plain Python makes of them."""
    opened = BEGIN + timedelta(minutes=history.begins)
    due = {
        "accept": opened + timedelta(hours=2),
        "reply": opened + timedelta(days=1),
        "handle": opened + timedelta(days=5),
    }
    fact = Plain(
        area=PLACES[history.place],
        category=CATEGORIES[history.category],
        unit=UNITS[history.unit],
        post=0 if UNITS[history.unit] else 3,
        opened=opened,
        due=due,
    )
    told = {
        "to": "assigned",
        "post": fact.post or None,
        "organisation": fact.unit or None,
        "category": fact.category,
        "due": {clock: moment.isoformat() for clock, moment in due.items()},
    }
    _tell(fact, number, "cases.reported", opened, told)
    at = opened
    for step in history.steps:
        at += timedelta(minutes=step.minutes)
        _PLAYED[step.name](fact, number, at, step.choice)
    return fact


def record(facts: list[Plain]) -> None:
    """Write all events into the log in the order of time, as a worker would find them."""
    events = [event for fact in facts for event in fact.events]
    append_many(actor=SYSTEM, events=sorted(events, key=lambda one: one.at), quiet=True)


def _tell(fact: Plain, number: int, kind: str, at: datetime, data: dict[str, Any]) -> None:
    data = {"from": fact.state, **data}
    fact.state = data.get("to", fact.state)
    fact.events.append(
        NewEvent(
            kind=kind,
            at=at,
            subject_kind="item",
            subject_id=number,
            area_path=fact.area,
            data=data,
        )
    )


def _due(fact: Plain, clock: str, moment: datetime) -> dict[str, Any]:
    fact.due[clock] = moment
    return {clock: moment.isoformat()}


def _accept(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    _tell(fact, number, "cases.accepted", at, {"to": "handling"})
    fact.accepted = at


def _answer(fact: Plain, number: int, at: datetime, choice: int) -> None:
    outcome = "solved" if choice % 2 else "explained"
    kind = "cases.answered" if choice % 3 else "cases.settled"
    if fact.state not in _DONE_STATES:
        fact.done, fact.outcome, fact.paused = at, outcome, False
    fact.replied = fact.replied or at
    if kind == "cases.settled":
        fact.closed = at
    _tell(fact, number, kind, at, {"to": "answered", "outcome": outcome})


def _reply(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    fact.replied = fact.replied or at
    _tell(fact, number, "cases.replied", at, {})


def _reopen(fact: Plain, number: int, at: datetime, choice: int) -> None:
    due = _due(fact, "handle", at + timedelta(days=5)) | _due(fact, "accept", at)
    data: dict[str, Any] = {"to": "assigned", "due": due}
    if choice % 2:
        data["score"] = choice % 2
        fact.score, fact.rated = choice % 2, at
    fact.reopened += 1
    fact.accepted = fact.done = fact.closed = None
    fact.outcome, fact.paused = "", False
    _tell(fact, number, "cases.reopened", at, data)


def _dispatch(fact: Plain, number: int, at: datetime, choice: int) -> None:
    fact.unit = UNITS[choice % len(UNITS)]
    fact.post = 0 if fact.unit else 5
    fact.accepted = None
    due = _due(fact, "accept", at + timedelta(hours=2))
    data = {"post": fact.post or None, "organisation": fact.unit or None, "due": due}
    _tell(fact, number, "cases.dispatched", at, data)


def _return(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    fact.unit, fact.post, fact.accepted = 0, 9, None
    fact.returned += 1
    due = _due(fact, "accept", at + timedelta(hours=2))
    data = {"post": 9, "organisation": None, "due": due}
    _tell(fact, number, "cases.returned", at, data)


def _extend(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    due = _due(fact, "handle", fact.due["handle"] + timedelta(days=2))
    fact.extended += 1
    fact.paused = False
    _tell(fact, number, "cases.extended", at, {"due": due})


def _pause(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    if fact.done is None:
        fact.paused = True
        _tell(fact, number, "cases.paused", at, {"to": "waiting", "paused": ["handle"]})


def _resume(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    fact.paused = False
    due = _due(fact, "handle", at + timedelta(days=1))
    _tell(fact, number, "cases.resumed", at, {"due": due})


def _close(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    fact.closed = at
    _tell(fact, number, "cases.closed", at, {"to": "closed"})


def _rate(fact: Plain, number: int, at: datetime, choice: int) -> None:
    fact.score, fact.rated, fact.closed = choice % 5 + 1, at, at
    _tell(fact, number, "cases.called_back", at, {"to": "closed", "score": fact.score})


def _withdraw(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    fact.withdrawn = True
    _tell(fact, number, "cases.withdrawn", at, {"to": "withdrawn"})


def _merge(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    fact.withdrawn = True
    _tell(fact, number, "cases.merged", at, {"to": "merged"})


def _split(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    fact.withdrawn = False
    fact.done, fact.closed, fact.outcome = None, None, ""
    _tell(fact, number, "cases.split", at, {"to": "assigned"})


def _move(fact: Plain, number: int, at: datetime, choice: int) -> None:
    fact.area = PLACES[choice % len(PLACES)]
    _tell(fact, number, "cases.moved", at, {"to_area": fact.area})


def _recategorise(fact: Plain, number: int, at: datetime, choice: int) -> None:
    before, fact.category = fact.category, CATEGORIES[choice % len(CATEGORIES)]
    data = {"category": fact.category, "from_category": before}
    _tell(fact, number, "cases.recategorised", at, data)


def _escalate(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    _tell(fact, number, "workflow.escalated", at, {"effect": "supervise", "post": 77})


def _take_over(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    data = {"effect": "take_over", "post": 55, "from_post": fact.post, "from_organisation": None}
    fact.post, fact.unit = 55, 0
    _tell(fact, number, "workflow.escalated", at, data)


def _whistle(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    _tell(fact, number, "cases.whistled", at, {"co_organisations": [7]})


def _note(fact: Plain, number: int, at: datetime, _choice: int) -> None:
    _tell(fact, number, "cases.noted", at, {"post": 1, "organisation": 8})


_PLAYED = {name: globals()[f"_{name}"] for name in STEPS}


def counted(measure: str, fact: Plain, at: datetime) -> date | None:
    """The local day on which a measure counts the item at `at`; None when it does not."""
    done, due, late = fact.done, fact.due["handle"], fact.done and fact.done > fact.due["handle"]
    is_due = not fact.paused and due <= at
    moments: dict[str, tuple[datetime | None, bool]] = {
        "received": (fact.opened, True),
        "withdrawn": (fact.opened, fact.withdrawn),
        "valid": (fact.opened, not fact.withdrawn),
        "responded": (fact.opened, bool(fact.accepted or fact.replied)),
        "received_closed": (fact.opened, fact.closed is not None),
        "dispatched_right": (fact.opened, fact.returned == 0),
        "returned": (fact.opened, fact.returned > 0),
        "accepted": (fact.accepted, True),
        "accepted_in_time": (
            fact.accepted,
            bool(fact.accepted and fact.accepted <= fact.due["accept"]),
        ),
        "replied": (fact.replied, True),
        "due": (due, is_due),
        "due_on_time": (due, is_due and done is not None and not late),
        "due_overdue_pending": (due, is_due and done is None),
        "extended": (due, is_due and fact.extended > 0),
        "handled": (done, True),
        "reworked": (done, fact.reopened > 0),
        "solved": (done, fact.outcome == "solved"),
        "closed": (fact.closed, True),
        "rated": (fact.rated, True),
        "satisfied": (fact.rated, (fact.score or 0) >= 3),
    }
    moment, counts = moments[measure]
    if moment is None or not counts:
        return None
    if fact.withdrawn and measure not in ("received", "withdrawn"):
        return None
    return local_day(moment)


MEASURED = (
    "received", "withdrawn", "valid", "responded", "received_closed", "dispatched_right",
    "returned", "accepted", "accepted_in_time", "replied", "due", "due_on_time",
    "due_overdue_pending", "extended", "handled", "reworked", "solved", "closed", "rated",
    "satisfied",
)  # fmt: skip
