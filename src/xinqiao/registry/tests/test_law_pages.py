"""The pages about personal data: the person's own, the desk's and the administrators'."""

import pytest
from django.urls import reverse

from xinqiao.accounts.access import Role
from xinqiao.accounts.services.people import resident_of_phone
from xinqiao.events.models import Event
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.tests.support import AT, holding
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.time import now
from xinqiao.registry.errors import BadLength, PurposeNotFound
from xinqiao.registry.models import Consent, Look, Person, Purpose, SubjectRequest
from xinqiao.registry.selectors.purposes import rules_at
from xinqiao.registry.services.purposes import PurposeDraft, save_data_rule, save_purpose
from xinqiao.registry.services.reveal import reveal
from xinqiao.registry.tests.law_world import NUMBER, PHONE, add_person

pytestmark = pytest.mark.django_db
MINE = reverse("registry:my-data")


@pytest.fixture
def resident(client):
    client.force_login(resident_of_phone(phone=PHONE, at=AT))
    return client


def test_a_resident_says_who_they_are_and_sees_masks_and_looks(town, resident):
    person = add_person(town.grids[0])
    worker = holding("网", Role.GRID_WORKER, town.grids[0])
    reveal(actor=worker, person_id=person.pk, field="phone", kind="care", reason="约定上门", at=AT)
    assert "tail" in resident.get(MINE).content.decode()
    wrong = {"name": "周秀英", "born_on": "1949-03-07", "tail": "0000"}
    assert resident.post(MINE, wrong).status_code == 422
    assert resident.post(MINE, {**wrong, "tail": "006X"}).status_code == 302
    answer = resident.get(MINE)
    page = answer.content.decode()
    assert "网的岗位" in page
    assert "约定上门" not in page
    assert NUMBER not in page
    assert PHONE not in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_resident_takes_copies_agrees_takes_back_and_asks(town, resident):
    Person.objects.filter(pk=add_person(town.grids[0]).pk).update(
        user=resident_of_phone(phone=PHONE, at=AT)
    )
    copy = resident.post(reverse("registry:my-copy", args=["json"]))
    assert copy.json()["person"]["citizen_number"] == NUMBER
    assert "attachment" in copy.headers["Content-Disposition"]
    assert NUMBER in resident.post(reverse("registry:my-copy", args=["page"])).content.decode()
    assert resident.get(reverse("registry:my-copy", args=["json"])).status_code == 405
    resident.post(reverse("registry:my-consent", args=["sensitive_care", "give"]))
    assert Consent.objects.get().manner == "phone"
    resident.post(reverse("registry:my-consent", args=["sensitive_care", "withdraw"]))
    assert Consent.objects.get().withdrawn_at is not None
    resident.post(reverse("registry:my-ask", args=["correct"]), {"words": "出生日期不对"})
    assert "出生日期不对" in resident.get(MINE).content.decode()


def test_nobody_reads_it_without_signing_in(client, town):
    add_person(town.grids[0])
    for address in (MINE, reverse("registry:my-copy", args=["json"])):
        assert client.post(address).status_code == 302


def test_the_desk_records_consents_prints_and_asks_on_behalf(town, sign_in):
    client = sign_in(Role.GRID_WORKER, town.grids[0])
    person = add_person(town.grids[0])
    page = reverse("registry:person-data", args=[person.pk])
    assert client.get(page).status_code == 200
    given = {"purpose_code": "sensitive_care", "manner": "spoken", "witness": ""}
    refused = client.post(reverse("registry:person-consent", args=[person.pk]), given)
    assert refused.status_code == 422
    client.post(
        reverse("registry:person-consent", args=[person.pk]), {**given, "witness": "女儿王芳"}
    )
    assert Consent.objects.get().witness == "女儿王芳"
    client.post(reverse("registry:person-withdraw", args=[person.pk, "sensitive_care"]))
    assert Consent.objects.get().withdrawn_at is not None
    assert (
        client.post(reverse("registry:person-copy", args=[person.pk]), {"reason": ""}).status_code
        == 422
    )
    copy = client.post(
        reverse("registry:person-copy", args=[person.pk]), {"reason": "老人到窗口要求"}
    )
    assert NUMBER in copy.content.decode()
    assert Look.objects.get().kind == "subject"
    client.post(
        reverse("registry:person-ask", args=[person.pk]), {"kind": "correct", "words": "电话换了"}
    )
    assert SubjectRequest.objects.get(kind="correct").helped_by is not None


def test_the_community_answers_and_others_are_turned_away(town, sign_in):
    person = add_person(town.grids[0])
    request = SubjectRequest.objects.create(
        person=person, kind="delete", words="请删除", asked_at=AT, due_at=AT
    )
    address = reverse("registry:data-answer", args=[request.pk])
    client = sign_in(Role.COMMUNITY, town.east, name="东")
    assert "请删除" not in client.get(reverse("registry:data-requests")).content.decode()
    client.post(address, {"verdict": "grant", "answer": "已经删除"})
    assert SubjectRequest.objects.get().state == "open"
    client = sign_in(Role.COMMUNITY, town.west, name="西")
    page = client.get(reverse("registry:data-requests")).content.decode()
    assert "请删除" in page
    client.post(address, {"verdict": "refuse", "answer": ""})
    assert SubjectRequest.objects.get().state == "open"
    client.post(address, {"verdict": "refuse", "answer": "仍在本辖区居住"})
    assert SubjectRequest.objects.get().state == "refused"


def test_a_locked_record_is_looked_up_with_the_law_named(town, sign_in):
    person = add_person(town.grids[0], stored_only_at=AT)
    client = sign_in(Role.COMMUNITY, town.west)
    address = reverse("registry:stored")
    assert client.post(address, {"words": "周秀英", "legal_basis": "查"}).status_code == 422
    page = client.post(address, {"words": NUMBER, "legal_basis": "派出所调证函3号"})
    assert "1949-03-07" in page.content.decode()
    assert Look.objects.get().person == person


DRAFT = PurposeDraft(
    name="联系",
    notice="为了联系您",
    basis="consent",
    legal_basis="个人信息保护法第十三条",
    roles=["community", "system_admin"],
    retention_months=12,
    erase_months=24,
)


def test_only_the_security_administrator_keeps_purposes(town):
    keeper = holding("安", Role.SECURITY_ADMIN, town.county)
    saved = save_purpose(actor=keeper, code="contact", draft=DRAFT, at=AT)
    assert (saved.basis, saved.roles) == ("consent", ["community"])
    event = Event.objects.get(kind="registry.purpose_saved")
    assert event.data["before"]["basis"] == "duty"
    with pytest.raises(PurposeNotFound):
        save_purpose(actor=keeper, code="nothing", draft=DRAFT, at=AT)
    for role in (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.COUNTY):
        with pytest.raises(NotAllowed):
            save_purpose(actor=holding(role, role, town.county), code="contact", draft=DRAFT, at=AT)


def test_limits_hold_from_now_on(town):
    keeper = holding("安", Role.SECURITY_ADMIN, town.county)
    for days in (10, 20):
        save_data_rule(actor=keeper, answer_working_days=days, looks_per_hour=30, at=AT)
    assert rules_at(at=AT).answer_working_days == 20
    with pytest.raises(BadLength):
        save_data_rule(actor=keeper, answer_working_days=0, looks_per_hour=30, at=AT)


def test_the_administrator_edits_at_the_page(town, sign_in):
    client = sign_in(Role.SECURITY_ADMIN)
    assert "健康与困难帮扶" in client.get(reverse("registry:purposes")).content.decode()
    address = reverse("registry:purpose", args=["contact"])
    assert client.get(address).status_code == 200
    fields = {
        "name": "联系",
        "notice": "为了联系您",
        "basis": "duty",
        "legal_basis": "",
        "roles": ["community"],
        "retention_months": 6,
        "erase_months": 12,
    }
    assert client.post(address, {**fields, "retention_months": 0}).status_code == 422
    assert client.post(address, fields).status_code == 302
    assert Purpose.objects.get(code="contact").retention_months == 6
    rules = reverse("registry:data-rules")
    assert client.post(rules, {"answer_working_days": "x"}).status_code == 422
    client.post(rules, {"answer_working_days": 7, "looks_per_hour": 9})
    assert rules_at(at=now()).looks_per_hour == 9


def test_the_audit_administrator_reads_who_looked(town, sign_in):
    person = add_person(town.grids[0])
    worker = holding("网", Role.GRID_WORKER, town.grids[0])
    reveal(actor=worker, person_id=person.pk, field="phone", kind="care", reason="约定上门", at=AT)
    page = sign_in(Role.AUDIT_ADMIN).get(reverse("registry:looks")).content.decode()
    assert "约定上门" in page
    assert "网" in page
    assert "周秀英" not in page
    assert PHONE not in page
    client = sign_in(Role.COMMUNITY, town.west, name="西")
    assert client.get(reverse("registry:looks")).status_code == 403


def test_a_stranger_does_not_open_the_page_of_somebody(town, sign_in):
    person = add_person(town.grids[0])
    client = sign_in(Role.GRID_WORKER, town.grids[2])
    for name in ("person-data", "person-copy", "person-ask", "person-consent"):
        address = reverse(f"registry:{name}", args=[person.pk])
        answer = client.get(address) if name == "person-data" else client.post(address, {})
        assert answer.status_code == 404, name
    assert actor_for(resident_of_phone(phone=PHONE, at=AT), AT).posts == ()
