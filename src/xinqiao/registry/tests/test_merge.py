"""Two records of one person become one, and two again, with nothing lost."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.accounts.access import SYSTEM, Role
from xinqiao.events.models import Event
from xinqiao.grid.tests.support import AT, add_estate, holding
from xinqiao.grid.tests.support import person as account
from xinqiao.kit.clean import TextMissing
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry.errors import (
    AlreadyMerged,
    LaterMergerFirst,
    MergeNotFound,
    PersonNotFound,
    SamePerson,
    TwoNumbers,
)
from xinqiao.registry.extras import person_references
from xinqiao.registry.models import (
    Consent,
    Dwelling,
    Household,
    Look,
    Membership,
    Merge,
    NotSame,
    Person,
    PersonTag,
    Purpose,
    SubjectRequest,
)
from xinqiao.registry.selectors.merges import living_record, record_ids
from xinqiao.registry.selectors.scope import visible_people
from xinqiao.registry.services.merge import merge_people, say_not_same, unmerge_people
from xinqiao.registry.services.stragglers import bring_stragglers
from xinqiao.registry.tests.law_world import add_person, add_tag

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)
FOLLOWING = (Membership, PersonTag, Consent, Look, SubjectRequest)


@pytest.fixture
def clerk(town):
    return holding("社", Role.COMMUNITY, town.west)


@pytest.fixture
def pair(town):
    """周秀英 twice: with a number and without a phone, and the other way round."""
    kept = add_person(town.grids[0], phone="")
    other = add_person(town.grids[1], number="", employer="丽湖新城物业")
    return kept, other


def make_household(town, number="301"):
    _estate, building = (
        add_estate(town)
        if not Dwelling.objects.exists()
        else (
            0,
            Dwelling.objects.first().place_id,
        )
    )
    grid = town.grids[0]
    dwelling = Dwelling.objects.create(
        place_id=building,
        unit="2",
        number=number,
        address=f"丽湖新城3栋2单元{number}",
        area=grid,
        area_path=grid.path,
        created_at=AT,
    )
    return Household.objects.create(
        dwelling=dwelling, area=grid, area_path=grid.path, started_at=AT
    )


def live_in(household, person, relation="other", **extra):
    return Membership.objects.create(
        household=household, person=person, relation=relation, started_at=AT, **extra
    )


def snapshot():
    """Every row that a merger may touch, without the counters of writing."""
    rows = {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Person, *FOLLOWING)
    }
    for row in rows["Person"]:
        del row["version"], row["updated_at"]
        for name, value in row.items():
            row[name] = bytes(value) if isinstance(value, memoryview) else value
    return rows


def merge(actor, pair, **extra):
    kept, other = pair
    return merge_people(
        actor=actor, kept_id=kept.pk, absorbed_id=other.pk, reason="同一人", at=AT, **extra
    )


def test_the_kept_record_has_it_all_and_the_other_disappears(clerk, pair):
    kept, other = pair
    other.user = account("周秀英")
    other.save()
    tag = add_tag("x_empty_nest", "空巢老人")
    PersonTag.objects.create(person=other, tag=tag, source="visit", since=AT)
    Look.objects.create(person=other, at=AT, reason="核对")
    done = merge(clerk, pair)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.employer, kept.user, bytes(kept.phone_index)) == (
        "丽湖新城物业",
        account_of("周秀英"),
        bytes(other.phone_index),
    )
    assert kept.tags.count() == kept.looks.count() == 1
    assert set(done.moved) == {"registry.Look.person", "registry.PersonTag.person"}
    assert list(visible_people(actor=clerk)) == [kept]
    assert living_record(other) == kept
    assert record_ids(kept.pk) == [kept.pk, other.pk]
    assert "13890512345" not in str(done.filled)
    kinds = Event.objects.filter(kind="registry.merged").values_list("subject_id", flat=True)
    assert sorted(kinds) == sorted([kept.pk, other.pk])


def account_of(name):
    from xinqiao.accounts.models import User

    return User.objects.get(username=name)


def test_what_both_have_stays_with_the_absorbed_record(clerk, pair):
    tag = add_tag("x_empty_nest", "空巢老人")
    rows = [PersonTag.objects.create(person=p, tag=tag, source="visit", since=AT) for p in pair]
    closed = PersonTag.objects.create(
        person=pair[1], tag=tag, source="visit", since=AT, until=LATER
    )
    done = merge(clerk, pair)
    assert done.stayed == {"registry.PersonTag.person": [rows[1].pk]}
    assert done.moved["registry.PersonTag.person"] == [closed.pk]


def test_two_current_homes_become_the_kept_one(clerk, pair, town):
    kept, other = pair
    household = make_household(town)
    mine = live_in(household, kept)
    head = live_in(household, other, "head")
    before = snapshot()
    done = merge(clerk, pair)
    mine.refresh_from_db()
    assert mine.relation == "head"
    assert Membership.objects.get(ended_at__isnull=True) == mine
    unmerge_people(actor=clerk, merge_id=done.pk, at=LATER)
    head.refresh_from_db()
    assert (head.person, head.relation, head.ended_at) == (other, "head", None)
    assert snapshot() == before


def test_the_kept_person_moves_to_where_the_other_one_lives(clerk, pair, town):
    kept, other = pair
    kept.area, kept.area_path = town.grids[1], town.grids[1].path
    kept.save()
    other.area, other.area_path = town.grids[0], town.grids[0].path
    other.save()
    live_in(make_household(town), other, "head")
    before = snapshot()
    done = merge(clerk, pair)
    kept.refresh_from_db()
    assert kept.area_path == town.grids[0].path
    unmerge_people(actor=clerk, merge_id=done.pk, at=LATER)
    assert snapshot() == before


def test_what_came_since_stays_with_the_kept_record(clerk, pair):
    kept, other = pair
    done = merge(clerk, pair)
    Look.objects.create(person=kept, at=LATER, reason="核对")
    Person.objects.filter(pk=kept.pk).update(employer="退休")
    unmerge_people(actor=clerk, merge_id=done.pk, at=LATER)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert kept.looks.count() == 1
    assert (kept.employer, other.employer) == ("退休", "丽湖新城物业")
    assert kept.phone_index is None
    assert other.merged_into is None


def test_a_row_that_came_too_late_follows_and_goes_back(clerk, pair):
    kept, other = pair
    tag = add_tag("x_empty_nest", "空巢老人")
    for person in pair:
        PersonTag.objects.create(person=person, tag=tag, source="visit", since=AT)
    done = merge(clerk, pair)
    late = Look.objects.create(person=other, at=AT, reason="同一时刻")
    assert bring_stragglers(at=LATER) == 1
    assert bring_stragglers(at=LATER) == 0
    late.refresh_from_db()
    assert late.person == kept
    assert other.tags.count() == 1
    unmerge_people(actor=clerk, merge_id=done.pk, at=LATER)
    late.refresh_from_db()
    assert late.person == other


def test_mergers_are_undone_from_the_newest(clerk, pair, town):
    kept, other = pair
    third = add_person(town.grids[0], "周秀英", number="", phone="")
    first = merge(clerk, (third, other))
    second = merge(clerk, (kept, third))
    assert sorted(record_ids(kept.pk)) == sorted([kept.pk, third.pk, other.pk])
    with pytest.raises(LaterMergerFirst):
        unmerge_people(actor=clerk, merge_id=first.pk, at=LATER)
    unmerge_people(actor=clerk, merge_id=second.pk, at=LATER)
    unmerge_people(actor=clerk, merge_id=first.pk, at=LATER)
    assert not Person.objects.filter(merged_into__isnull=False).exists()
    with pytest.raises(MergeNotFound):
        unmerge_people(actor=clerk, merge_id=first.pk, at=LATER)


def test_two_different_numbers_are_not_one_person(clerk, town):
    pair = add_person(town.grids[0]), add_person(town.grids[1], number="110101199003078515")
    with pytest.raises(TwoNumbers):
        merge(clerk, pair)


def test_refusals_say_what_to_do(clerk, pair, town):
    kept, other = pair
    with pytest.raises(SamePerson):
        merge(clerk, (kept, kept))
    with pytest.raises(TextMissing):
        merge_people(actor=clerk, kept_id=kept.pk, absorbed_id=other.pk, reason=" ", at=AT)
    with pytest.raises(NotAllowed):
        merge(holding("网", Role.GRID_WORKER, town.west), pair)
    with pytest.raises(PersonNotFound):
        merge(holding("东", Role.COMMUNITY, town.east), pair)
    merge(clerk, pair)
    with pytest.raises(AlreadyMerged):
        merge(clerk, pair)


def test_a_neighbouring_community_cannot_undo_it(clerk, pair, town):
    done = merge(clerk, pair)
    with pytest.raises(MergeNotFound):
        unmerge_people(actor=holding("东", Role.COMMUNITY, town.east), merge_id=done.pk, at=LATER)


def test_two_people_are_remembered_as_two(clerk, pair):
    kept, other = pair
    for _time in range(2):
        say_not_same(actor=clerk, one_id=other.pk, other_id=kept.pk, at=AT)
    assert NotSame.objects.get().first == kept
    assert Event.objects.filter(kind="registry.not_same").count() == 1


def test_no_room_forgets_to_register_its_people():
    """A foreign key to a person that no merger takes along would lose rows."""
    known = {(one.model.lower(), one.field) for one in person_references()}
    own = {("registry.merge", "kept"), ("registry.merge", "absorbed")}
    own |= {("registry.notsame", "first"), ("registry.notsame", "second")}
    own |= {("registry.person", "merged_into")}
    pointing = {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is Person
    }
    assert pointing - own - known == set()


PIECES = st.lists(
    st.tuples(
        st.sampled_from(["tag", "look", "consent", "request", "home", "past_home"]),
        st.integers(0, 1),
        st.booleans(),
    ),
    max_size=12,
)
GAPS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=5, max_size=5)


@given(pieces=PIECES, gaps=GAPS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_merging_and_undoing_changes_nothing(town, pieces, gaps):
    from django.db import transaction

    with transaction.atomic():
        pair = scatter(town, pieces, gaps)
        before = snapshot()
        done = merge(SYSTEM, pair)
        assert not Look.objects.filter(person=pair[1]).exists()
        moved = sum(len(ids) for ids in (*done.moved.values(), *done.stayed.values()))
        assert moved == sum(
            1
            for name, rows in before.items()
            if name != "Person"
            for row in rows
            if row["person_id"] == pair[1].pk
        )
        unmerge_people(actor=SYSTEM, merge_id=done.pk, at=LATER)
        assert snapshot() == before
        assert Merge.objects.get().undone_at == LATER
        transaction.set_rollback(True)


def scatter(town, pieces, gaps):
    """Two records with random rows; fields filled or empty as `gaps` says, a number at one most."""
    households = [make_household(town, str(number)) for number in (301, 302)]
    tags = [add_tag(f"x_{i}", f"类别{i}") for i in range(2)]
    purpose = Purpose.objects.get(code="sensitive_care")
    people = []
    for side in (0, 1):
        has = [gap[side] for gap in gaps]
        number = "51108319490307006X" if has[0] and not (side and gaps[0][0]) else ""
        people.append(
            add_person(
                town.grids[side],
                number=number,
                phone="13890512345" if has[1] else "",
                born_on=date(1949, 3, 7) if has[2] else None,
                employer=f"单位{side}" if has[3] else "",
                user=account(f"账号{side}") if has[4] else None,
            )
        )
    at_home: set[int] = set()
    for kind, side, flag in pieces:
        person = people[side]
        if kind == "tag":
            running = PersonTag.objects.filter(person=person, tag=tags[flag], until__isnull=True)
            until = LATER if running.exists() else None
            PersonTag.objects.create(
                person=person, tag=tags[flag], source="visit", since=AT, until=until
            )
        elif kind == "look":
            Look.objects.create(person=person, at=AT, reason="核对")
        elif kind == "consent":
            stands = Consent.objects.filter(
                person=person, purpose=purpose, withdrawn_at__isnull=True
            )
            Consent.objects.create(
                person=person,
                purpose=purpose,
                given_at=AT,
                manner="paper",
                withdrawn_at=LATER if stands.exists() else None,
            )
        elif kind == "request":
            is_open = SubjectRequest.objects.filter(person=person, kind="copy", state="open")
            SubjectRequest.objects.create(
                person=person,
                kind="copy",
                state="done" if is_open.exists() else "open",
                asked_at=AT,
                due_at=LATER,
            )
        elif kind == "past_home":
            live_in(households[flag], person, ended_at=AT)
        elif side not in at_home:
            at_home.add(side)
            heads = Membership.objects.filter(
                household=households[flag], relation="head", ended_at__isnull=True
            )
            live_in(households[flag], person, "other" if heads.exists() else "head")
    return people
