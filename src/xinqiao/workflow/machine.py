"""Checks a declared flow and keeps the versions that are in use.

A flow that cannot work is refused when it is declared, not when somebody is stuck in it. An item
keeps the version it began with. Plain Python.
"""

from itertools import pairwise

from xinqiao.workflow.flow import (
    NOTICE_MOMENTS,
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

__all__ = [
    "NOTICE_MOMENTS",
    "OPEN",
    "Action",
    "BadFlow",
    "ClockSpec",
    "Effect",
    "Flow",
    "Need",
    "NoticeSpec",
    "Relation",
    "Rung",
    "State",
    "check_flow",
    "flow_of",
    "latest",
    "register",
    "registered",
]


class BadFlow(ValueError):
    """A declared flow that cannot work; the sentences say why."""


def check_flow(flow: Flow) -> None:
    """Raise BadFlow with every problem found: names, states, actors, ways, ladder."""
    problems = _check_names(flow)
    if not problems:
        problems = [*_check_actions(flow), *_check_clocks(flow), *_check_ladders(flow)]
    if not problems:
        problems = _check_ways(flow)
    if problems:
        raise BadFlow(f"Flow {flow.name} {flow.version}: " + " ".join(problems))


def _check_names(flow: Flow) -> list[str]:
    if not flow.states:
        return ["It has no states."]
    problems = [f"Its version must be 1 or more, not {flow.version}."] if flow.version < 1 else []
    groups: tuple[tuple[str, list[str]], ...] = (
        ("state", [state.name for state in flow.states]),
        ("action", [OPEN, *(action.name for action in flow.actions)]),
        ("clock", [clock.name for clock in flow.clocks]),
    )
    for kind, names in groups:
        twice = sorted({name for name in names if names.count(name) > 1})
        problems += [f"The {kind} {name!r} is declared twice." for name in twice]
    return problems


def _check_actions(flow: Flow) -> list[str]:
    states = {state.name for state in flow.states}
    problems = []
    for action in flow.actions:
        if not action.by:
            problems.append(f"Nobody may do {action.name!r}.")
        if not action.sources:
            problems.append(f"{action.name!r} starts in no state.")
        targets = {action.target} if action.target is not None else set()
        for state in sorted({*action.sources, *targets} - states):
            problems.append(f"{action.name!r} knows an unknown state {state!r}.")
    moments = {action.name for action in flow.actions} | NOTICE_MOMENTS
    for notice in flow.notices:
        if notice.on not in moments:
            problems.append(f"A notice waits for an unknown moment {notice.on!r}.")
        if not notice.to:
            problems.append(f"The notice on {notice.on!r} goes to nobody.")
    return problems


def _check_clocks(flow: Flow) -> list[str]:
    states = {state.name for state in flow.states}
    actions = {OPEN, *(action.name for action in flow.actions)}
    problems = []
    for clock in flow.clocks:
        named = {*clock.starts_on, *clock.stops_on, *((clock.on_due,) if clock.on_due else ())}
        for name in sorted(named - actions):
            problems.append(f"The clock {clock.name!r} waits for an unknown action {name!r}.")
        for state in sorted(set(clock.pauses_in) - states):
            problems.append(f"The clock {clock.name!r} pauses in an unknown state {state!r}.")
        if not clock.starts_on or not clock.stops_on:
            problems.append(f"The clock {clock.name!r} never starts or never stops.")
        if clock.climbs and clock.on_due:
            problems.append(f"The clock {clock.name!r} cannot climb the ladder and act when due.")
    return problems


def _check_ladders(flow: Flow) -> list[str]:
    problems = []
    if not flow.ladder and any(clock.climbs and not clock.ladder for clock in flow.clocks):
        problems.append("Its clocks climb a ladder it does not have.")
    for ladder in (flow.ladder, *(clock.ladder for clock in flow.clocks)):
        if ladder:
            problems += _check_ladder(ladder)
    return problems


def _check_ladder(ladder: tuple[Rung, ...]) -> list[str]:
    problems = []
    if [rung.last for rung in ladder].count(True) != 1 or not ladder[-1].last:
        problems.append("Exactly the final rung of a ladder must be the last one.")
    if ladder[-1].level is None:
        problems.append("The last rung of a ladder must name its level.")
    levels = [rung.level for rung in ladder if rung.level is not None]
    if any(upper > lower for lower, upper in pairwise(levels)):
        problems.append("A ladder must lead upwards (towards smaller level numbers).")
    return problems


def _check_ways(flow: Flow) -> list[str]:
    ways = {
        (source, action.target if action.target is not None else source)
        for action in flow.actions
        for source in action.sources
    }
    reached = _closure({flow.initial}, ways)
    final = {state.name for state in flow.states if state.final}
    ending = _closure(final, {(target, source) for source, target in ways})
    problems = []
    for state in flow.states:
        if state.name not in reached:
            problems.append(f"The state {state.name!r} cannot be reached.")
        if state.name not in ending:
            problems.append(f"The state {state.name!r} is a dead end.")
    return problems


def _closure(start: set[str], ways: set[tuple[str, str]]) -> set[str]:
    found = set(start)
    while more := {target for source, target in ways if source in found} - found:
        found |= more
    return found


_flows: dict[tuple[str, int], Flow] = {}


def register(flow: Flow) -> Flow:
    """Check a flow and make it known; the same version cannot be declared in two ways."""
    check_flow(flow)
    known = _flows.setdefault((flow.name, flow.version), flow)
    if known != flow:
        raise BadFlow(f"Flow {flow.name} {flow.version} is declared twice; raise its version.")
    return flow


def flow_of(name: str, version: int) -> Flow:
    """The registered flow in that very version (KeyError)."""
    return _flows[(name, version)]


def latest(name: str) -> Flow:
    """The newest version of a flow, for new items (KeyError)."""
    versions = [version for known, version in _flows if known == name]
    if not versions:
        raise KeyError(name)
    return _flows[(name, max(versions))]


def registered() -> tuple[Flow, ...]:
    """All flows, by name and version."""
    return tuple(_flows[key] for key in sorted(_flows))
