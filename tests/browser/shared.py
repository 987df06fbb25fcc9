"""One matter told several times in the town of the browser tests: joined, merged, still apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Source
from xinqiao.cases.selectors.near import near_requests
from xinqiao.cases.services.around import around_of
from xinqiao.cases.services.join import join_case
from xinqiao.cases.services.merge import merge_case
from xinqiao.cases.services.report import report_case

TEXT: Final = "西门的充电桩坏了，插上没有电"
AGAIN: Final = ("西门充电桩坏了两个，没法充电", "西门的充电桩坏了，投币不退")


def share(*, desk: Actor, spot: tuple[float, float], at: datetime) -> dict[str, str]:
    """Numbers and links by the placeholders of the pages that show them."""
    lon, lat = spot
    draft = ReportDraft(
        text=TEXT,
        category_code="facility.",
        lon=lon,
        lat=lat,
        source=Source.WEB,
        may_publish=True,
    )
    main = report_case(actor=ANONYMOUS, draft=draft, at=at)
    around = around_of(actor=ANONYMOUS, text=AGAIN[0], lon=lon, lat=lat)
    if around is None:
        raise LookupError("The town has no grid at the place of the shared matter.")
    offers = near_requests(actor=ANONYMOUS, around=around, text=AGAIN[0], at=at)
    joined = join_case(actor=ANONYMOUS, ref=offers[0].ref, key="browser", at=at)
    others = [
        report_case(actor=ANONYMOUS, draft=replace(draft, text=text, lon=lon + 0.0002), at=at)
        for text in AGAIN
    ]
    merge_case(actor=desk, item_id=others[1].case_id, into_id=main.case_id, at=at)
    return {
        "main": main.number,
        "duplicate": others[0].number,
        "merged": others[1].number,
        "merged_token": others[1].token,
        "joined": joined.token,
    }
