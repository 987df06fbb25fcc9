"""The form that opens a round: the areas somebody keeps, the recent periods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.http import QueryDict

from xinqiao.assessment.forms.small import OpenForm
from xinqiao.assessment.models import Scheme
from xinqiao.assessment.periods import PeriodKind, recent
from xinqiao.assessment.views.shared import period_name
from xinqiao.grid.models import Area
from xinqiao.kit.time import local_day

MOST_PERIODS: Final = 12


def open_form(
    scheme: Scheme, areas: Iterable[Area], at: datetime, data: QueryDict | None = None
) -> OpenForm:
    """Offer the scheme's own area only, where it has one."""
    places = [(str(area.pk), area.name) for area in areas if scheme.area_id in (None, area.pk)]
    periods = recent(PeriodKind(scheme.period), local_day(at), MOST_PERIODS)
    held = [
        (first, period_name(scheme.period, first))
        for first, last in periods
        if first >= scheme.valid_from and (scheme.valid_until is None or last < scheme.valid_until)
    ]
    return OpenForm(data, areas=places, periods=held)
