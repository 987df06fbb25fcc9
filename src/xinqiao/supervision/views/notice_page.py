"""The page of one notice, shown by its address and by every action that was refused."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from xinqiao.accounts.requests import actor_of
from xinqiao.files.models import Purpose
from xinqiao.files.selectors import attachments_of
from xinqiao.kit.time import now
from xinqiao.supervision.action_words import ACTIONS, CLOCKS, STATES
from xinqiao.supervision.forms.actions import FORMS, ActionForm
from xinqiao.supervision.models import NOTICE_FILES, Notice
from xinqiao.supervision.selectors.duty import may_settle
from xinqiao.supervision.selectors.one import accounts_of, clock_rows, possible_actions, steps
from xinqiao.workflow.colour import colour
from xinqiao.workflow.extras import item_panels
from xinqiao.workflow.pages import pages_of
from xinqiao.workflow.views.choices import area_names, newest_picture


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


def button(
    notice: Notice, name: str, *, data: QueryDict | None = None, is_open: bool = False
) -> Button:
    """One action with its form, filled with `data` when given."""
    words = ACTIONS[name]
    return Button(
        name=name,
        label=words.label,
        key=words.key,
        icon=words.icon,
        is_main=words.is_main,
        url=reverse("supervision:act", args=[notice.item.number, name]),
        form=FORMS[name](data, auto_id=f"id_{name}_%s"),
        is_open=is_open,
    )


def notice_page(
    request: HttpRequest,
    notice: Notice,
    *,
    failed: Button | None = None,
    opened: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page; `failed` shows a form with its errors, `opened` unfolds one."""
    at, actor, item = now(), actor_of(request), notice.item
    newest_picture()
    files = attachments_of(NOTICE_FILES, [notice.pk]).get(notice.pk, [])
    accounts = accounts_of(actor=actor, notice=notice)
    shown = possible_actions(actor=actor, notice=notice, at=at)
    if failed is not None and failed.name not in shown:
        shown.append(failed.name)
    buttons = [
        failed
        if failed is not None and failed.name == name
        else button(notice, name, is_open=name == opened)
        for name in shown
    ]
    context = {
        "notice": notice,
        "item": item,
        "at": at,
        "state": STATES.get(item.state, item.state),
        "colour": colour(
            yellow_at=item.yellow_at,
            due_at=item.due_at,
            done_at=item.done_at,
            paused_at=item.paused_at,
            now=at,
        ).value,
        "owner": item.owner_post or item.owner_organisation,
        "area": area_names(item.area_path),
        "about_url": pages_of(notice.about.flow).number_url(notice.about.number)
        if notice.about
        else "",
        "found": [file for file in files if file.purpose == Purpose.REPORT],
        "proof": [file for file in files if file.purpose == Purpose.PROOF],
        "clocks": [(CLOCKS.get(row.clock, row.clock), row) for row in clock_rows(notice, at)],
        "timeline": steps(notice, with_accounts=bool(accounts)),
        "accounts": accounts,
        "may_account": may_settle(actor=actor, notice=notice, item=item),
        "actions": sorted(buttons, key=lambda one: not one.is_main),
        "panels": item_panels(actor, item, at),
    }
    return render(request, "supervision/notice.html", context, status=status)
