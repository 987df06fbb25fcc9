"""A request of the browser tests that became a project under construction."""

from __future__ import annotations

from datetime import datetime, timedelta

from xinqiao.accounts.access import Actor
from xinqiao.participation.services.advance import Said, advance_project
from xinqiao.participation.services.propose import ProjectDraft, make_programme, propose_project


def rebuild(*, county: Actor, desk: Actor, case_id: int, at: datetime) -> tuple[str, int]:
    """Number of the project and id of its programme."""
    programme = make_programme(
        actor=county,
        name="老旧片区改造",
        area_id=county.posts[0].area_id,
        starts_on=at.date(),
        ends_on=(at + timedelta(days=700)).date(),
        at=at,
    )
    draft = ProjectDraft(
        name="白家巷路面改造",
        scope="破除旧路面，铺设水泥路。",
        about_ids=(case_id,),
        length_m=150,
        programme_id=programme.pk,
    )
    project = propose_project(actor=desk, draft=draft, at=at)
    steps = (
        ("verify", Said(words="现场核实，情况属实。")),
        ("fund", Said(words="区里已批", budget_fen=24_000_000_00, fund_source="区改造资金")),
        ("start", Said(words="施工队进场。")),
    )
    for action, said in steps:
        advance_project(actor=desk, item_id=project.pk, action=action, said=said, at=at)
    return project.item.number, programme.pk
