"""What the work list is told about calls and fittings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.care.action_words import CALL_CLOCKS, CALL_STATES, FITTING_CLOCKS, FITTING_STATES
from xinqiao.care.flow import CALL, FITTING
from xinqiao.workflow.errors import ActionNotPossible
from xinqiao.workflow.models import Item
from xinqiao.workflow.pages import CategoryChoice, FlowPages, PageAction, Words, register_pages


def _no_actions(_actor: Actor, _item: Item) -> Sequence[PageAction]:
    """They are done on their own pages, where one sees whom they are about."""
    return ()


def _no_categories(_at: datetime) -> tuple[CategoryChoice, ...]:
    return ()


def _refuse(
    *, actor: Actor, item_id: int, action: str, data: Mapping[str, object], at: datetime
) -> object:
    raise ActionNotPossible(field="action")


def _number_url(name: str, number: str) -> str:
    return reverse(name, args=[number])


def _action_url(name: str, item: Item, _action: str) -> str:
    return reverse(name, args=[item.number])


def register() -> None:
    """Make them known; called when the application starts."""
    _register(CALL, "care:desk-call", _("Call for help"), CALL_STATES, CALL_CLOCKS)
    _register(FITTING, "care:fitting", _("Fitting"), FITTING_STATES, FITTING_CLOCKS)


def _register(
    flow: str,
    page: str,
    label: Words,
    states: Mapping[str, Words],
    clocks: Mapping[str, Words],
) -> None:
    register_pages(
        FlowPages(
            flow=flow,
            number_url=partial(_number_url, page),
            action_url=partial(_action_url, page),
            row_actions=_no_actions,
            bulk_actions=(),
            perform=_refuse,
            categories=_no_categories,
            states=states,
            label=label,
            clocks=clocks,
        )
    )
