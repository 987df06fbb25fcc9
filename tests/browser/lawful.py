"""People with consents, looks and requests about their data, and one written down twice."""

from __future__ import annotations

from datetime import datetime

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.accounts.models import User
from xinqiao.grid.models import Area
from xinqiao.registry.services.consent import record_consent
from xinqiao.registry.services.merge import merge_people
from xinqiao.registry.services.reveal import reveal
from xinqiao.registry.services.subject import ask
from xinqiao.registry.tests.law_world import add_person


def keep(*, resident: User, worker: Actor, grid: Area, at: datetime) -> dict[str, int]:
    """Ids by the placeholders of the pages that show them."""
    person = add_person(grid, "张桂兰", user=resident, sex="female")
    twin = add_person(grid, "张桂兰", number="", employer="丽湖新城物业")
    for phone in ("13890500001", "13890500002"):
        add_person(grid, "吴长林", number="", phone=phone)
    old = add_person(grid, "郑国庆", number="", phone="13890500003")
    again = add_person(grid, "郑国庆", number="", phone="")
    merge_people(
        actor=SYSTEM, kept_id=old.pk, absorbed_id=again.pk, reason="同一人，换过电话", at=at
    )
    record_consent(
        actor=worker,
        person=person,
        purpose_code="sensitive_care",
        manner="spoken",
        witness="女儿王芳",
        at=at,
    )
    reveal(
        actor=worker,
        person_id=person.pk,
        field="phone",
        kind="care",
        reason="约定上门时间",
        at=at,
    )
    ask(actor=worker, person=person, kind="correct", words="出生日期应为1949年3月8日", at=at)
    return {"law_person": person.pk, "law_twin": twin.pk}
