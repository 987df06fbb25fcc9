"""A flow that cannot work is refused when it is declared, not when somebody is stuck in it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.workflow import machine
from xinqiao.workflow.clock import Limit, Unit
from xinqiao.workflow.machine import (
    OPEN,
    Action,
    BadFlow,
    ClockSpec,
    Flow,
    Need,
    NoticeSpec,
    Relation,
    Rung,
    State,
    check_flow,
)

OWNER = (Relation.OWNER,)
GOOD = Flow(
    name="errand",
    version=1,
    states=(State("assigned"), State("waiting"), State("closed", final=True)),
    actions=(
        Action("wait", ("assigned",), "waiting", OWNER, (Need.REASON,)),
        Action("go_on", ("waiting",), "assigned", OWNER),
        Action("note", ("assigned", "waiting"), None, OWNER, (Need.WORDS,)),
        Action("close", ("assigned",), "closed", OWNER, (Need.PROOF,)),
    ),
    clocks=(ClockSpec("handle", (OPEN,), ("close",), Limit(5, Unit.WORKING_DAYS), ("waiting",)),),
    ladder=(
        Rung(None, 5),
        Rung(Limit(1, Unit.WORKING_DAYS), 3, last=True),
    ),
    notices=(NoticeSpec("close", (Relation.REQUESTER,), "closed"),),
)


def test_a_sound_flow_passes() -> None:
    check_flow(GOOD)
    assert GOOD.initial == "assigned"
    assert [a.name for a in GOOD.actions_from("waiting")] == ["go_on", "note"]


CLOCK = GOOD.clocks[0]


@pytest.mark.parametrize(
    ("flow", "words"),
    [
        (replace(GOOD, states=()), "no states"),
        (replace(GOOD, version=0), "version"),
        (replace(GOOD, states=(*GOOD.states, State("lost"))), "'lost' cannot be reached"),
        (replace(GOOD, states=(*GOOD.states, State("lost"))), "'lost' is a dead end"),
        (replace(GOOD, states=(*GOOD.states, State("closed"))), "declared twice"),
        (replace(GOOD, actions=(*GOOD.actions, GOOD.actions[0])), "declared twice"),
        (replace(GOOD, clocks=(CLOCK, CLOCK)), "declared twice"),
        (replace(GOOD, actions=GOOD.actions[:-1], notices=(), clocks=()), "dead end"),
        (replace(GOOD, actions=(*GOOD.actions, Action("x", ("closed",), None, ()))), "Nobody"),
        (replace(GOOD, actions=(*GOOD.actions, Action("x", (), None, OWNER))), "no state"),
        (
            replace(GOOD, actions=(*GOOD.actions, Action("x", ("no",), None, OWNER))),
            "unknown state",
        ),
        (replace(GOOD, actions=(*GOOD.actions, Action("x", ("closed",), "n", OWNER))), "unknown"),
        (replace(GOOD, ladder=(Rung(None, 5),)), "last one"),
        (replace(GOOD, ladder=()), "ladder it does not have"),
        (replace(GOOD, ladder=(Rung(None, 3), Rung(None, 4, last=True))), "upwards"),
        (replace(GOOD, ladder=(Rung(None, None, last=True),)), "must name its level"),
        (replace(GOOD, clocks=(replace(CLOCK, ladder=(Rung(None, 3),)),)), "last one"),
        (replace(GOOD, clocks=(replace(CLOCK, starts_on=("no",)),)), "unknown action"),
        (replace(GOOD, clocks=(replace(CLOCK, stops_on=()),)), "never stops"),
        (replace(GOOD, clocks=(replace(CLOCK, pauses_in=("no",)),)), "unknown state"),
        (replace(GOOD, clocks=(replace(CLOCK, on_due="close"),)), "act when due"),
        (replace(GOOD, notices=(NoticeSpec("no", OWNER, "t"),)), "unknown moment"),
        (replace(GOOD, notices=(NoticeSpec("close", (), "t"),)), "nobody"),
    ],
)
def test_a_broken_flow_is_refused(flow: Flow, words: str) -> None:
    with pytest.raises(BadFlow, match=words):
        check_flow(flow)


def test_an_item_keeps_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_flows", {})
    machine.register(GOOD)
    machine.register(GOOD)
    newer = machine.register(replace(GOOD, version=2, notices=()))
    assert machine.latest("errand") is newer
    assert machine.flow_of("errand", 1) is GOOD
    assert machine.registered() == (GOOD, newer)
    with pytest.raises(BadFlow, match="raise its version"):
        machine.register(replace(GOOD, notices=()))
    with pytest.raises(KeyError):
        machine.latest("nothing")


names = st.sampled_from("abcde")


@given(
    st.lists(st.tuples(names, names), max_size=12, unique=True),
    st.sets(names, min_size=1),
)
def test_every_state_of_a_passing_flow_can_end(
    ways: list[tuple[str, str]], final: set[str]
) -> None:
    states = tuple(State(name, name in final) for name in "abcde")
    actions = tuple(Action(f"{a}{b}", (a,), b, OWNER) for a, b in ways)
    flow = Flow("any", 1, states, actions)
    try:
        check_flow(flow)
    except BadFlow:
        return
    for name in "abcde":
        seen, edge = {name}, {name}
        while edge := {b for a, b in ways if a in edge} - seen:
            seen |= edge
        assert seen & final
