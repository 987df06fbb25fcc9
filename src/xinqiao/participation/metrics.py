"""What projects tell the indicators. Source: RULES "Requests", Indicators."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from xinqiao.indicators.declare import DefaultIndicator, FlowFeed
from xinqiao.participation.flow import ACCEPTED, BUILT, FLOW, REFUSED

PROJECT_FEED: Final = FlowFeed(
    flow=FLOW,
    title=_("Project"),
    opened=("participation.proposed",),
    accepted=("participation.verified",),
    done=("participation.finished",),
    done_states=(BUILT, ACCEPTED, REFUSED),
    reopened=("participation.returned",),
    closed=("participation.accepted",),
    withdrawn=("participation.refused",),
    owner=("participation.moved",),
    extended=(),
    promise="build",
    indicators=(
        DefaultIndicator(
            "project_accepted_rate",
            "项目验收率",
            ("received_closed",),
            ("received",),
            "high",
            "居民提出的改造项目中，已验收的占比。",
        ),
    ),
)
