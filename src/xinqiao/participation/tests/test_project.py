"""A request becomes a project: verified, funded, built, accepted, linked both ways."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from xinqiao.cases.tests.browse import browser, words_of
from xinqiao.cases.tests.world import AT, World, item_of, kinds_of, photo
from xinqiao.grid.following import followers
from xinqiao.kit.errors import DomainError, NotAllowed
from xinqiao.participation.errors import FundsMissing, ProgrammeKnown, ProjectNotFound
from xinqiao.participation.models import Project
from xinqiao.participation.selectors.projects import (
    get_project,
    programme_figures,
    public_project,
    visible_projects,
)
from xinqiao.participation.services.advance import Said, advance_project
from xinqiao.participation.services.propose import (
    ProjectDraft,
    make_programme,
    propose_project,
)
from xinqiao.workflow.errors import ActionNotPossible, ActionNotYours, ItemNotFound, Missing
from xinqiao.workflow.machine import registered
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.links import linked_items
from xinqiao.workflow.services.links import link_items

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def propose(world: World, **more: Any) -> Project:
    case = world.report(text="巷子路面破损，出行难").case_id
    facts: dict[str, Any] = {"name": "白家巷路面改造", "scope": "新铺水泥路面", "length_m": 150}
    draft = ProjectDraft(**({"about_ids": (case,)} | facts | more))
    return propose_project(actor=world.desk, draft=draft, at=AT)


def step(world: World, project: Project, action: str, *, by: str = "desk", **more: Any) -> Item:
    said = Said(**({"words": "已办理"} | more))
    actor = getattr(world, by)
    return advance_project(actor=actor, item_id=project.pk, action=action, said=said, at=AT + DAY)


def built(world: World) -> Project:
    project = propose(world)
    step(world, project, "verify")
    step(world, project, "fund", budget_fen=60_000_000, fund_source="老旧片区改造资金")
    step(world, project, "start")
    step(world, project, "finish", proof_tokens=(photo(AT + DAY),))
    return project


def test_from_the_words_of_a_resident_to_the_accepted_lane(world: World) -> None:
    project = built(world)
    item = step(world, project, "accept_work", by="street_staff")
    assert (item.state, item.is_open) == ("accepted", False)
    found = get_project(actor=world.desk, number=item.number)
    assert found.budget_yuan == 600_000
    assert found.accepted_at is not None
    source = linked_items(actor=world.desk, item=item)
    assert [link.is_source for link in source] == [True]
    case = Item.objects.get(number=source[0].number)
    assert [link.number for link in linked_items(actor=world.desk, item=case)] == [item.number]
    assert kinds_of(case.pk)[-1] == "workflow.became"


def test_a_step_needs_what_it_needs(world: World) -> None:
    project = propose(world)
    with pytest.raises(DomainError):
        step(world, project, "verify", words=" ")
    with pytest.raises(ActionNotPossible):
        step(world, project, "fund", budget_fen=1, fund_source="区财政")
    step(world, project, "verify")
    for money in ({}, {"budget_fen": 0, "fund_source": "区"}, {"budget_fen": 5}):
        with pytest.raises(FundsMissing):
            step(world, project, "fund", **money)
    step(world, project, "fund", budget_fen=100, fund_source="区财政")
    step(world, project, "start")
    with pytest.raises(Missing):
        step(world, project, "finish")
    project.refresh_from_db()
    assert project.item.state == "building"


def test_who_built_it_does_not_accept_it(world: World) -> None:
    project = built(world)
    with pytest.raises((ActionNotYours, ItemNotFound)):
        step(world, project, "accept_work", by="desk")
    step(world, project, "send_back", by="street_staff")
    assert item_of(project.pk).state == "building"


def test_strangers_see_no_project_of_somebody_elses_area(world: World) -> None:
    project = propose(world)
    number = project.item.number
    assert list(visible_projects(actor=world.desk)) == [project]
    with pytest.raises(ProjectNotFound):
        get_project(actor=world.other_desk, number=number)
    with pytest.raises(ItemNotFound):
        step(world, project, "verify", by="other_desk")
    with pytest.raises(ItemNotFound):
        propose_project(
            actor=world.other_desk,
            draft=ProjectDraft(name="x", scope="y", about_ids=(project.pk,)),
            at=AT,
        )
    with pytest.raises(NotAllowed):
        propose_project(
            actor=world.desk,
            draft=ProjectDraft(name="x", scope="y", area_id=world.other_community.pk),
            at=AT,
        )


def test_a_link_says_little_to_who_may_not_see_the_other_end(world: World) -> None:
    project = propose(world)
    other = world.report(area_id=world.other_community.pk, lon=None, lat=None)
    link_items(actor=world.desk, source=item_of(other.case_id), target=project.item, at=AT)
    link_items(actor=world.desk, source=item_of(other.case_id), target=project.item, at=AT)
    seen = linked_items(actor=world.desk, item=project.item)
    assert len(seen) == 2
    assert (seen[1].title, seen[1].url) == ("", "")
    assert seen[1].number == other.number


def test_a_programme_adds_its_projects_up(world: World) -> None:
    days = {"starts_on": AT.date(), "ends_on": (AT + 700 * DAY).date()}
    made = make_programme(
        actor=world.street_staff, name="老旧片区改造", area_id=world.street.pk, at=AT, **days
    )
    with pytest.raises(ProgrammeKnown):
        make_programme(
            actor=world.street_staff, name="老旧片区改造", area_id=world.street.pk, at=AT, **days
        )
    with pytest.raises(NotAllowed):
        make_programme(actor=world.desk, name="别处", area_id=world.street.pk, at=AT, **days)
    project = propose(world, programme_id=made.pk)
    refused = propose(world, programme_id=made.pk)
    step(world, refused, "refuse")
    step(world, project, "verify")
    step(world, project, "fund", budget_fen=300, fund_source="区财政")
    figures = programme_figures(made)
    assert (figures.projects, figures.accepted, figures.length_m) == (1, 0, 150)
    assert (figures.budget_fen, figures.areas) == (300, 1)


def test_pages_lead_from_the_request_to_the_project_and_back(
    world: World, django_assert_max_num_queries: Any
) -> None:
    desk = browser(world.desk)
    case = item_of(world.report().case_id)
    assert "/desk/projects/new/?item=" in desk.get(f"/cases/{case.number}/").content.decode()
    new = f"/desk/projects/new/?item={case.number}"
    assert desk.get(new).status_code == 200
    assert desk.post("/desk/projects/new/", {"item": case.number}).status_code == 422
    sent = {"item": case.number, "name": "修路", "scope": "铺水泥路"}
    page = desk.post("/desk/projects/new/", sent)["Location"]
    with django_assert_max_num_queries(40):
        shown = words_of(desk.get(page))
    assert "修路" in shown
    assert case.title in shown
    assert desk.post(f"{page}verify", {"words": ""}).status_code == 422
    assert desk.post(f"{page}verify", {"words": "属实"}).status_code == 302
    funding = {"words": "区里批了", "budget": "1234.5", "fund_source": "区财政"}
    assert desk.post(f"{page}fund", funding).status_code == 302
    assert Project.objects.get().budget_fen == 123_450
    assert "1234.50 元" in words_of(desk.get("/desk/projects/?state=funded"))
    assert browser(world.other_desk).get(page).status_code == 404
    assert desk.get("/desk/programmes/").status_code == 200


def test_everybody_reads_how_it_stands_but_not_who_said_what(world: World) -> None:
    project = built(world)
    step(world, project, "note", words="张大爷家门口先做")
    number = project.item.number
    shown = words_of(browser().get(f"/projects/{number}/"))
    assert "白家巷" in shown
    assert "张大爷" not in shown
    assert words_of(browser().get("/projects/")).count("白家巷") == 1
    gone = propose(world)
    step(world, gone, "refuse")
    with pytest.raises(ProjectNotFound):
        public_project(number=gone.item.number)
    assert browser().get(f"/projects/{gone.item.number}/").status_code == 404


def test_every_flow_lets_its_open_items_follow_a_redraw() -> None:
    assert "items" in [follower.name for follower in followers()]
    for flow in registered():
        if flow.name.startswith("test"):
            continue
        moving = flow.action("move")
        resting = {state.name for state in flow.states if not state.final}
        assert resting <= set(moving.sources), flow.name
