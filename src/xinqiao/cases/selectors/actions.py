"""What somebody may do with a request now: the flow's actions, fitted to this one."""

from __future__ import annotations

from dataclasses import replace

from xinqiao.accounts.access import Actor
from xinqiao.cases.action_words import ACTIONS
from xinqiao.cases.flow import WAITING
from xinqiao.cases.models import Case, Kind, Remark, RemarkKind
from xinqiao.workflow.flow import Action, Need, Relation
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import PageAction
from xinqiao.workflow.selectors import parties
from xinqiao.workflow.selectors.parties import parties_of

NOBODY: frozenset[Relation] = frozenset()
CONCLUSIVE_AFTER = 2


def allowed_actions(
    *, actor: Actor, case: Case, relations: frozenset[Relation] = NOBODY
) -> list[PageAction]:
    """Buttons for one request, in the flow's order. At most two statements.

    relations: proved by the caller, such as REQUESTER by the follow link.
    """
    item = case.item
    found = row_actions(actor, item, relations=relations)
    kept = [action for action in found if _fits(action.name, actor, case)]
    return [_fitted(action, actor, item, case, relations) for action in kept]


def row_actions(
    actor: Actor, item: Item, *, relations: frozenset[Relation] = NOBODY
) -> list[PageAction]:
    """Buttons for a row of the work list; no statement when the item's parts are prefetched."""
    allowed = parties.allowed_actions(actor=actor, item=item, relations=relations)
    return [_button(action) for action in allowed if action.name in ACTIONS]


def has_open_question(case_id: int) -> bool:
    """Whether the latest question to the requester has no answer yet."""
    latest = (
        Remark.objects.filter(case_id=case_id, kind__in=(RemarkKind.QUESTION, RemarkKind.ANSWER))
        .order_by("-at", "-id")
        .values_list("kind", flat=True)
        .first()
    )
    return latest == RemarkKind.QUESTION


def _button(action: Action) -> PageAction:
    words = ACTIONS[action.name]
    return PageAction(name=action.name, label=words.label, key=words.key, needs=action.needs)


def _fits(name: str, actor: Actor, case: Case) -> bool:
    """What the flow cannot know: another caller than the handler, a question, how often it came."""
    if name == "call_back":
        return case.handler_id is None or case.handler_id != actor.user_id
    if name == "conclude":
        return case.times_reopened >= CONCLUSIVE_AFTER
    if name == "answer_question":
        return case.item.state == WAITING and has_open_question(case.pk)
    return True


def _fitted(
    action: PageAction,
    actor: Actor,
    item: Item,
    case: Case,
    relations: frozenset[Relation],
) -> PageAction:
    if action.name == "close" and case.kind == Kind.CONSULT:
        return replace(action, needs=tuple(n for n in action.needs if n is not Need.PROOF))
    if action.name == "withdraw":
        mine = Relation.REQUESTER in parties_of(actor=actor, item=item, relations=relations)
        return action if mine else replace(action, needs=(Need.REASON,))
    return action
