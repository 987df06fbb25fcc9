"""What upkeep tells the indicators. Source: RULES "Requests", Indicators."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from xinqiao.indicators.declare import DefaultIndicator, FlowFeed
from xinqiao.upkeep.flow import CHECKED, CONFIRMED, DROPPED, FLOW

UPKEEP_FEED: Final = FlowFeed(
    flow=FLOW,
    title=_("Upkeep"),
    opened=("upkeep.due",),
    accepted=(),
    done=("upkeep.checked",),
    done_states=(CHECKED, CONFIRMED, DROPPED),
    reopened=("upkeep.returned",),
    closed=("upkeep.confirmed", "upkeep.let_pass"),
    withdrawn=("upkeep.dropped",),
    owner=("upkeep.moved",),
    extended=(),
    promise="do",
    indicators=(
        DefaultIndicator(
            "upkeep_on_time_rate",
            "养护按时完成率",
            ("due_on_time",),
            ("due",),
            "high",
            "到期应完成的养护任务中，按时拍照完成的占比。",
        ),
    ),
)
