"""The buttons of a request and the small forms behind them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from xinqiao.accounts.access import Actor
from xinqiao.cases.action_words import ACTIONS
from xinqiao.cases.forms.actions import ActionForm, form_class
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.actions import allowed_actions
from xinqiao.cases.views.targets import Targets


@dataclass(frozen=True, slots=True)
class Button:
    """An action with its form, ready to show."""

    name: str
    label: str | Promise
    key: str
    icon: str
    is_main: bool
    url: str
    form: ActionForm
    is_open: bool = False


def buttons(
    actor: Actor, case: Case, *, failed: Button | None = None, opened: str = ""
) -> list[Button]:
    """What this actor may do with the request now, the main actions first.

    failed: shown with its errors instead of a fresh form. opened: name of the one to unfold.
    """
    allowed = {action.name for action in allowed_actions(actor=actor, case=case)}
    targets = _targets(case)
    found = []
    for name in ACTIONS:
        if failed is not None and failed.name == name:
            found.append(failed)
        elif name in allowed:
            found.append(button(case, name, targets=targets, is_open=name == opened))
    return sorted(found, key=lambda one: not one.is_main)


def button(
    case: Case,
    name: str,
    *,
    data: QueryDict | None = None,
    targets: Targets | None = None,
    is_open: bool = False,
) -> Button:
    """One action with its form, filled with `data` when given."""
    words = ACTIONS[name]
    form = (form_class(name) or ActionForm)(
        data, auto_id=f"id_{name}_%s", targets=targets or _targets(case)
    )
    return Button(
        name=name,
        label=words.label,
        key=words.key,
        icon=words.icon,
        is_main=words.is_main,
        url=reverse("cases:act", args=[case.item.number, name]),
        form=form,
        is_open=is_open,
    )


def _targets(case: Case) -> Targets:
    return Targets(case.item.area_path, case.text, case.category.code)
