"""A flow is data: states, actions, clocks, a ladder and notices, as frozen dataclasses.

Declared by features and registered with `workflow.machine`. Plain Python.
Source: DESIGN "The ideas everything hangs on", 2 and 6.
"""

from dataclasses import dataclass
from enum import StrEnum

from xinqiao.workflow.clock import Limit

# The implicit first action: it leads from nowhere to the flow's initial state.
OPEN = "open"


class Relation(StrEnum):
    """How somebody stands to one item; used in `Action.by` beside the roles of posts."""

    REQUESTER = "relation:requester"  # asked for it, or proved it by the follow link
    OWNER = "relation:owner"  # holds the owning post or belongs to the owning organisation
    DISPATCHER = "relation:dispatcher"  # desk of the item's community or above, hotline
    LEAD_UNIT = "relation:lead_unit"  # whistled as the lead
    CO_UNIT = "relation:co_unit"  # whistled beside the owner
    SUPERVISOR = "relation:supervisor"  # street or county staff over the item's area
    SYSTEM = "relation:system"  # the product itself, when a time has come


class Need(StrEnum):
    """What an action cannot do without; the service refuses it when missing."""

    REASON = "reason"
    WORDS = "words"
    PROOF = "proof"
    TARGET = "target"
    UNTIL = "until"
    RATING = "rating"


class Effect(StrEnum):
    """What a rung does when it is reached."""

    SUPERVISE = "supervise"  # the level above watches, the owner stays
    TAKE_OVER = "take_over"  # the level above becomes the owner


@dataclass(frozen=True, slots=True)
class State:
    """A state an item can rest in.

    done: the handler's promise is kept there, perhaps waiting for confirmation. final: the item is
    closed; such a state needs no way out (though it may have one) and is done as well.
    """

    name: str
    final: bool = False
    done: bool = False

    @property
    def keeps_promise(self) -> bool:
        """Whether entering this state ends the handler's work."""
        return self.final or self.done


@dataclass(frozen=True, slots=True)
class Action:
    """One thing somebody may do: from `sources` to `target`.

    by: relations and roles, any of which suffices. target None keeps the state as it is.
    event: kind of the event it records; `flow.name` when empty.
    """

    name: str
    sources: tuple[str, ...]
    target: str | None
    by: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    event: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: `after` the due time (None: at once) `level` gets to know.

    level: 3 county, 4 street, 5 community, as in `grid.Level`; None is the next level above.
    """

    after: Limit | None
    level: int | None
    effect: Effect = Effect.SUPERVISE
    last: bool = False


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """A promise inside a flow.

    starts_on, stops_on: names of actions (`OPEN` is the opening); starting again while the clock
    still runs changes nothing, so no edit ever resets a deadline. An action in both cancels the
    running one and starts another, as for a new owner who has yet to accept. pauses_in: states.
    climbs: whether being late climbs the ladder (its own, else the flow's); on_due: an event is
    recorded instead, and the feature performs this action. per_unit: each whistled unit has its
    own; `starts_on` and `stops_on` then speak of that unit's actions.
    """

    name: str
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...]
    limit: Limit
    pauses_in: tuple[str, ...] = ()
    climbs: bool = True
    on_due: str | None = None
    per_unit: bool = False
    ladder: tuple[Rung, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeSpec:
    """Tell `to` (relations or roles) by `template` when `on` happens.

    on: an action's name, or one of `NOTICE_MOMENTS`.
    """

    on: str
    to: tuple[str, ...]
    template: str


NOTICE_MOMENTS = frozenset({OPEN, "yellow", "red", "rung"})


@dataclass(frozen=True, slots=True)
class Flow:
    """How one kind of item lives, in one version. The first state is the initial one."""

    name: str
    version: int
    states: tuple[State, ...]
    actions: tuple[Action, ...]
    clocks: tuple[ClockSpec, ...] = ()
    ladder: tuple[Rung, ...] = ()
    notices: tuple[NoticeSpec, ...] = ()

    @property
    def initial(self) -> str:
        """Name of the state an item begins in."""
        return self.states[0].name

    def state(self, name: str) -> State:
        """The state of that name (KeyError)."""
        return {state.name: state for state in self.states}[name]

    def action(self, name: str) -> Action:
        """The action of that name (KeyError)."""
        return {action.name: action for action in self.actions}[name]

    def clock(self, name: str) -> ClockSpec:
        """The clock of that name (KeyError)."""
        return {clock.name: clock for clock in self.clocks}[name]

    def ladder_of(self, clock: str) -> tuple[Rung, ...]:
        """What being late on that clock climbs; empty for a clock that does not climb."""
        spec = self.clock(clock)
        return (spec.ladder or self.ladder) if spec.climbs else ()

    def event_of(self, action: Action) -> str:
        """Kind of the event that the action records."""
        return action.event or f"{self.name}.{action.name}"

    def actions_from(self, state: str) -> tuple[Action, ...]:
        """The actions that start in `state`, in declared order."""
        return tuple(action for action in self.actions if state in action.sources)
