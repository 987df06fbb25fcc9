"""What the indicators count of notices: on time is what was reported by its deadline for good."""

from __future__ import annotations

from datetime import timedelta

from xinqiao.cases.tests.world import AT, DAY, HOUR, World
from xinqiao.indicators.periods import Period
from xinqiao.indicators.scope import Scope
from xinqiao.indicators.selectors.readings import readings
from xinqiao.indicators.services.feed import follow
from xinqiao.kit.time import local_day
from xinqiao.supervision.flow import FLOW
from xinqiao.supervision.services.settle import cancel_notice, return_notice, revoke_notice
from xinqiao.supervision.tests.support import finding, reported

LATER = AT + timedelta(days=20)


def test_rates_of_a_month(world: World) -> None:
    in_time, late, sent_back, mistake = (finding(world) for _ in range(4))
    finding(world)  # nobody has answered this one
    reported(world, in_time, world.desk, at=AT + HOUR)
    cancel_notice(actor=world.street_staff, item_id=in_time.pk, words="属实", at=AT + DAY)
    reported(world, late, world.desk, at=AT + 15 * DAY)
    reported(world, sent_back, world.desk, at=AT + HOUR)
    return_notice(actor=world.street_staff, item_id=sent_back.pk, reason="不到位", at=AT + DAY)
    revoke_notice(actor=world.street_staff, item_id=mistake.pk, reason="误发", at=AT + HOUR)
    follow(at=LATER)
    found = readings(
        actor=world.county_staff,
        codes=[
            "supervision_on_time_rate",
            "supervision_overdue_rate",
            "supervision_cancelled_rate",
        ],
        scope=Scope(area_path=world.county.path, flow=FLOW),
        period=Period(local_day(AT - 30 * DAY), local_day(LATER)),
        at=LATER,
    )
    told = {code: (r.numerator, r.denominator) for code, r in found.items()}
    # Sending in something before the deadline that is sent back keeps no promise.
    assert told["supervision_on_time_rate"] == (1, 4)
    assert told["supervision_overdue_rate"] == (2, 4)
    assert told["supervision_cancelled_rate"][0] == 1
