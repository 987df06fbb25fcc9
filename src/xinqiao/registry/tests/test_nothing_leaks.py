"""What is sensitive stands in sealed columns and on the one screen that asked, nowhere else."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.core import serializers
from django.db import IntegrityError, connection
from django.urls import reverse

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.accounts.models import RateBucket, User
from xinqiao.accounts.services.people import resident_of_phone
from xinqiao.config.logs import RoutesForAddresses, WithoutPeople
from xinqiao.events.models import Event
from xinqiao.events.services.outbox import drain
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now
from xinqiao.notifications.models import Notice
from xinqiao.registry.drafts import DwellingDraft, PersonDraft
from xinqiao.registry.models import Merge, Person, PersonTag, Tag
from xinqiao.registry.services.capture import add_dwelling, add_person, open_household
from xinqiao.registry.services.consent import record_consent
from xinqiao.registry.services.link import link_account
from xinqiao.registry.services.merge import merge_people, unmerge_people
from xinqiao.registry.services.retention import sweep
from xinqiao.registry.services.reveal import record_looks
from xinqiao.registry.services.tagging import give_tag
from xinqiao.registry.tests.law_world import NUMBER, PHONE, add_tag

pytestmark = pytest.mark.django_db
WORDS = "张阿婆要透析"
TAG, NAME = "尿毒症透析", "周秀英"
SECRETS = (NUMBER, PHONE, WORDS, TAG, "x_dialysis")


class Collected(logging.Handler):
    """Every line as the site would write it, from all loggers at every level."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(WithoutPeople("%(levelname)s %(name)s %(message)s"))
        self.addFilter(RoutesForAddresses())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    """The log with levels as in production, where statements are never written."""
    handler, root = Collected(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    quiet = logging.getLogger("django.db.backends")
    quiet_before = quiet.level
    quiet.setLevel(logging.ERROR)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(before)
    quiet.setLevel(quiet_before)


def capture(town, actor):
    from xinqiao.grid.tests.support import add_estate

    _estate, building = add_estate(town)
    dwelling = add_dwelling(
        actor=actor,
        draft=DwellingDraft(place_id=building, unit="2", number="301"),
        at=now(),
    )
    home = open_household(actor=actor, dwelling_id=dwelling.pk, at=now())
    draft = PersonDraft(name=NAME, citizen_number=NUMBER, phone=PHONE)
    return add_person(actor=actor, household_id=home.pk, draft=draft, at=now())


def everything_else():
    """What stays on record beside the sealed columns, as text."""
    rows = [*Event.objects.all(), *RateBucket.objects.all(), *Notice.objects.all()]
    rows += [*Merge.objects.all()]
    text = serializers.serialize("json", rows, ensure_ascii=False)
    return json.dumps(json.loads(text), ensure_ascii=False)


def test_capture_reveal_export_merge_and_erasure_leave_no_value_behind(town, sign_in, log):
    from xinqiao.grid.selectors.posts import actor_for

    client = sign_in(Role.COMMUNITY, town.west)
    clerk = actor_for(User.objects.get(username="甲"), now())
    add_tag("x_dialysis", TAG, is_sensitive=True)
    person = capture(town, clerk)
    record_consent(
        actor=clerk,
        person=person,
        purpose_code="sensitive_care",
        manner="spoken",
        witness=WORDS,
        at=now(),
    )
    give_tag(actor=clerk, person_id=person.pk, code="x_dialysis", at=now())
    addresses = []
    for field in ("phone", "citizen_number", "tags"):
        address = reverse("registry:reveal", args=[person.pk, field])
        answer = client.post(address, {"kind": "care", "reason": WORDS})
        assert answer.status_code == 200
        addresses.append(address)
    record_looks(
        actor=clerk,
        people=[(person.pk, person.area_path)],
        fields=["phone"],
        reason=WORDS,
        at=now(),
    )
    other = Person.objects.create(
        name=NAME,
        area=person.area,
        area_path=person.area_path,
        created_at=now(),
        updated_at=now(),
    )
    merge = merge_people(
        actor=clerk, kept_id=other.pk, absorbed_id=person.pk, reason="同一人", at=now()
    )
    unmerge_people(actor=clerk, merge_id=merge.pk, at=now())
    account = actor_for(resident_of_phone(phone=PHONE, at=now()), now())
    for tail in ("0000", NUMBER[-4:]):
        try:
            link_account(
                actor=account,
                name=NAME,
                born_on=Person.objects.get(pk=person.pk).born_on,
                tail=tail,
                at=now(),
            )
        except DomainError as error:
            log.append(str(error))
    Person.objects.filter(pk=person.pk).update(left_on=now().date())
    later = now() + timedelta(days=900)
    sweep(at=later)
    sweep(at=later + timedelta(days=1200))
    drain(at=now())
    said = everything_else() + "\n".join([*log, *addresses])
    assert Event.objects.filter(kind="accounts.revealed").count() == 3
    for secret in (*SECRETS, NAME):
        assert secret not in said, secret


def test_every_page_about_a_person_masks_what_was_not_asked_for(town, sign_in, log):
    from xinqiao.grid.selectors.posts import actor_for

    client = sign_in(Role.COMMUNITY, town.west)
    clerk = actor_for(User.objects.get(username="甲"), now())
    person = capture(town, clerk)
    pages = [
        reverse("registry:duplicates"),
        reverse("registry:merges"),
        reverse("registry:data-requests"),
        reverse("registry:stored"),
        reverse("registry:person-data", args=[person.pk]),
        reverse("registry:reveal", args=[person.pk, "phone"]),
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        for secret in (NUMBER, PHONE):
            assert secret not in answer.content.decode(), page
        assert not re.search(r"[?&](q|phone|number|name)=", page)
    assert not [line for line in log if NUMBER in line or PHONE in line]


def test_a_search_leaves_no_words_in_its_address_and_no_list_of_the_ill(town, sign_in, log):
    from xinqiao.grid.selectors.posts import actor_for

    client = sign_in(Role.COMMUNITY, town.west)
    clerk = actor_for(User.objects.get(username="甲"), now())
    person = capture(town, clerk)
    tag = add_tag("x_dialysis", TAG, is_sensitive=True)
    PersonTag.objects.create(person=person, tag=tag, source="visit", since=now())
    for words in (NUMBER, PHONE, NAME):
        led = client.post(reverse("registry:home"), {"q": words})
        assert words not in led.url
        page = client.get(led.url).content.decode()
        assert reverse("registry:person", args=[person.pk]) in page, words
        for secret in {NUMBER, PHONE} - {words}:
            assert secret not in page
    shown = client.get(reverse("registry:person", args=[person.pk])).content.decode()
    found = client.get(reverse("registry:home"), {"tag": "x_dialysis"}).content.decode()
    for secret in (NUMBER, PHONE, TAG):
        assert secret not in shown
        assert secret not in found
    assert NAME not in found
    for secret in (*SECRETS, NAME):
        assert not [line for line in log if secret in line]


def test_a_refused_row_is_not_quoted_in_the_log(town, log):
    """PostgreSQL quotes the row that breaks a rule; the log says the kind of error only."""
    person = capture(town, SYSTEM)
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO registry_person (name, area_id, area_path, note)"
                " VALUES (%s, %s, %s, %s)",
                [NAME, person.area_id, person.area_path, WORDS],
            )
    except IntegrityError:
        logging.getLogger("xinqiao.registry").exception("not written")
    assert any("IntegrityError" in line for line in log)
    assert not [line for line in log if WORDS in line]


def test_refusals_quote_no_value(town):
    """Sentences of refusals reach screens, logs of other systems and sync answers."""
    person = capture(town, SYSTEM)
    with pytest.raises(DomainError) as refused:
        add_person(
            actor=SYSTEM,
            household_id=person.memberships.get().household_id,
            draft=PersonDraft(name=NAME, citizen_number=NUMBER, relation="other"),
            at=now(),
        )
    assert NUMBER not in refused.value.sentence()
    assert Tag.objects.filter(code="x_dialysis").count() == 0
