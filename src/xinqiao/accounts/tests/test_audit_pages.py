"""The audit administrator sees who did what; others see nothing of it."""

import pytest

from xinqiao.accounts.access import Role
from xinqiao.accounts.errors import ReasonMissing
from xinqiao.accounts.services.reveal import reveal
from xinqiao.accounts.tests.conftest import AT
from xinqiao.events.models import OutboxEntry
from xinqiao.events.services.append import append
from xinqiao.kit.errors import NotAllowed


def look(actor, reason="核对来电号码", area="51.5110."):
    return reveal(
        actor=actor,
        subject_kind="case",
        subject_id=5,
        area_path=area,
        field="phone",
        reason=reason,
        at=AT,
    )


def test_every_look_is_on_the_audit_page(house, client):
    worker = house.actor(house.staff("wu", Role.COMMUNITY))
    look(worker)
    look(worker, area="44.")
    house.sign_in(client, house.staff("shen", Role.AUDIT_ADMIN))
    page = client.get("/admin/audit/", {"kind": "accounts.revealed"})
    assert page.status_code == 200
    assert [row["event"].area_path for row in page.context["rows"]] == ["51.5110."]
    assert "核对来电号码" in page.content.decode()
    assert client.get("/admin/audit/", {"user": worker.user_id, "since": "2026-03-02"}).context[
        "rows"
    ]
    assert not client.get("/admin/audit/", {"since": "2099-01-01"}).context["rows"]
    assert client.get("/admin/audit/", {"since": "yesterday"}).status_code == 200


def test_a_look_needs_a_reason_and_a_post(house):
    user = house.staff("wu", Role.COMMUNITY)
    with pytest.raises(ReasonMissing):
        look(house.actor(user), reason=" 查 ")
    house.posts.clear()
    with pytest.raises(NotAllowed):
        look(house.actor(user))


def test_the_page_costs_the_same_for_many(house, client, django_assert_max_num_queries):
    worker = house.actor(house.staff("wu", Role.COMMUNITY))
    house.sign_in(client, house.staff("shen", Role.AUDIT_ADMIN))
    for number in range(60):
        append(
            kind="x.y", actor=worker, at=AT, subject_kind="t", subject_id=number, area_path="51."
        )
    with django_assert_max_num_queries(6):
        page = client.get("/admin/audit/").context["page"]
    assert len(page) == 50
    assert client.get("/admin/audit/", {"cursor": page.next}).status_code == 200


@pytest.mark.parametrize("role", [Role.COMMUNITY, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_other_duties_stay_out(house, client, role):
    house.sign_in(client, house.staff("wu", role))
    assert client.get("/admin/audit/").status_code == 403


def test_stuck_deliveries_are_seen_and_revived(house, client):
    event = append(
        kind="x.y",
        actor=house.actor(house.staff("wu", Role.COMMUNITY)),
        at=AT,
        subject_kind="t",
        subject_id=1,
    )
    entry = OutboxEntry.objects.create(
        event=event, subscriber="gone", is_dead=True, next_attempt_at=AT, last_error="KeyError"
    )
    house.sign_in(client, house.staff("ma", Role.SYSTEM_ADMIN))
    assert "KeyError" in client.get("/admin/deliveries/").content.decode()
    client.post(f"/admin/deliveries/{entry.pk}/again")
    entry.refresh_from_db()
    assert not entry.is_dead
