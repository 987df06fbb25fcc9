"""What a request tells the indicators, and the indicators a new place begins with.

Source: RULES "Requests", Indicators; the words of an indicator become rows that staff edit.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from xinqiao.cases.flow import ANSWERED, CLOSED, FLOW, MERGED, WITHDRAWN
from xinqiao.indicators.declare import DefaultIndicator, FlowFeed

_DUE, _HANDLED, _VALID = ("due",), ("handled",), ("valid",)

INDICATORS: Final = (
    DefaultIndicator(
        "handled_rate", "办理率", ("due_handled",), _DUE, "high", "到期应办的诉求中，已办理的占比。"
    ),
    DefaultIndicator(
        "on_time_rate",
        "按时办理率",
        ("due_on_time",),
        _DUE,
        "high",
        "到期应办的诉求中，按时办理的占比。",
    ),
    DefaultIndicator(
        "overdue_pending_rate",
        "超期未办率",
        ("due_overdue_pending",),
        _DUE,
        "low",
        "到期应办的诉求中，超期仍未办理的占比。",
    ),
    DefaultIndicator(
        "rework_rate",
        "返工率",
        ("reworked",),
        _HANDLED,
        "low",
        "已办理的诉求中，曾被退回重办的占比。",
    ),
    DefaultIndicator(
        "extension_rate", "延期率", ("extended",), _DUE, "low", "到期应办的诉求中，办过延期的占比。"
    ),
    DefaultIndicator(
        "accept_rate",
        "按时受理率",
        ("accepted_in_time",),
        ("accepted",),
        "high",
        "已受理的诉求中，按时受理的占比。",
    ),
    DefaultIndicator(
        "reply_rate",
        "按时首复率",
        ("replied_in_time",),
        ("replied",),
        "high",
        "已首次回复的诉求中，按时回复的占比。",
    ),
    DefaultIndicator(
        "response_rate",
        "响应率",
        ("responded",),
        _VALID,
        "high",
        "收到的诉求中，已受理或回复的占比（撤回、并案的不计）。",
    ),
    DefaultIndicator(
        "resolution_rate",
        "解决率",
        ("solved",),
        _HANDLED,
        "high",
        "已办理的诉求中，问题得到解决的占比。",
    ),
    DefaultIndicator(
        "satisfaction_rate",
        "满意率",
        ("satisfied",),
        ("rated",),
        "high",
        "已评价的诉求中，评价三星及以上的占比。",
    ),
    DefaultIndicator(
        "correct_dispatch_rate",
        "派单准确率",
        ("dispatched_right",),
        ("dispatched",),
        "high",
        "已派出的诉求中，从未被退回的占比。",
    ),
    DefaultIndicator(
        "closed_rate",
        "结案率",
        ("received_closed",),
        ("received",),
        "high",
        "收到的诉求中，已结案的占比。",
    ),
)

_ANSWERS: Final = ("cases.answered", "cases.settled", "cases.concluded")

CASE_FEED: Final = FlowFeed(
    flow=FLOW,
    title=_("Requests"),
    opened=("cases.reported",),
    accepted=("cases.accepted",),
    replied=("cases.replied", "cases.asked", *_ANSWERS),
    done=_ANSWERS,
    done_states=(ANSWERED, CLOSED, WITHDRAWN, MERGED),
    reopened=("cases.reopened",),
    closed=(
        "cases.rated",
        "cases.called_back",
        "cases.closed",
        "cases.concluded",
        "cases.settled",
    ),
    withdrawn=("cases.withdrawn", "cases.merged"),
    restored=("cases.split",),
    owner=(
        "cases.dispatched",
        "cases.returned",
        "cases.handed_up",
        "cases.taken_over",
        "cases.whistled",
        "cases.moved",
    ),
    moved=("cases.moved",),
    recategorised=("cases.recategorised",),
    rated=("cases.rated", "cases.called_back", "cases.reopened"),
    returned=("cases.returned",),
    extended=("cases.extended",),
    whistled=("cases.whistled",),
    supervised=("cases.supervised",),
    satisfied_from=3,
    indicators=INDICATORS,
)
