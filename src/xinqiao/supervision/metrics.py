"""What supervision notices tell the indicators, and the indicators a new place begins with.

Source: RULES "Requests", Indicators; the words of an indicator become rows that staff edit.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from xinqiao.indicators.declare import DefaultIndicator, FlowFeed
from xinqiao.supervision.flow import CANCELLED, FLOW, REPORTED, REVOKED

_DUE: Final = ("due",)

INDICATORS: Final = (
    DefaultIndicator(
        "supervision_on_time_rate",
        "督办按时整改率",
        ("due_on_time",),
        _DUE,
        "high",
        "到期应整改的督办单中，按期反馈整改结果的占比。",
    ),
    DefaultIndicator(
        "supervision_overdue_rate",
        "督办逾期未改率",
        ("due_overdue_pending",),
        _DUE,
        "low",
        "到期应整改的督办单中，逾期仍未反馈的占比。",
    ),
    DefaultIndicator(
        "supervision_accept_rate",
        "督办按时签收率",
        ("accepted_in_time",),
        ("accepted",),
        "high",
        "已签收的督办单中，按时签收的占比。",
    ),
    DefaultIndicator(
        "supervision_rework_rate",
        "督办退回重改率",
        ("reworked",),
        ("handled",),
        "low",
        "已反馈整改结果的督办单中，曾被退回重改的占比。",
    ),
    DefaultIndicator(
        "supervision_cancelled_rate",
        "督办销号率",
        ("received_closed",),
        ("received",),
        "high",
        "下达的督办单中，已核验销号的占比。",
    ),
)

SUPERVISION_FEED: Final = FlowFeed(
    flow=FLOW,
    title=_("Supervision notice"),
    opened=("supervision.issued",),
    accepted=("supervision.accepted",),
    done=("supervision.reported",),
    done_states=(REPORTED, CANCELLED, REVOKED),
    reopened=("supervision.returned",),
    closed=("supervision.cancelled",),
    withdrawn=("supervision.revoked",),
    owner=("supervision.moved",),
    extended=("supervision.extended",),
    promise="rectify",
    indicators=INDICATORS,
)
