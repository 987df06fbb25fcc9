"""Categories that follow from the register change with birthdays and households."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.kit.errors import NotAllowed
from xinqiao.registry.drafts import PersonDraft
from xinqiao.registry.models import PersonTag, TagSource
from xinqiao.registry.register_errors import BadRule, TagFollows, UnknownTag
from xinqiao.registry.services.deriving import Derived, derive_tags
from xinqiao.registry.services.edit import edit_household
from xinqiao.registry.services.tag_table import TagDraft, save_tag
from xinqiao.registry.services.tagging import end_tag, give_tag
from xinqiao.registry.tests.people import AT, Village, build_village, household_of, tags_of, told


@pytest.fixture
def village(db: None) -> Village:
    return build_village()


def test_a_birthday_in_the_night(village: Village) -> None:
    draft = PersonDraft(name="将满八十", born_on=date(1946, 11, 24))
    (old,) = village.family(draft)
    assert "very_old" not in tags_of(old)
    # 00:20 in Shanghai on the birthday is still the day before in UTC.
    midnight = datetime(2026, 11, 23, 16, 20, tzinfo=UTC)
    assert derive_tags(at=midnight) == Derived(began=1, ended=0)
    assert "very_old" in tags_of(old)
    assert derive_tags(at=midnight) == Derived()


def test_somebody_of_unknown_age_is_no_empty_nest(village: Village) -> None:
    old, _other = village.family(told("张德全", 1944), PersonDraft(name="不详", relation="other"))
    assert tags_of(old) == {"elder", "very_old"}


def test_a_collective_household_lives_alone_with_nobody(village: Village) -> None:
    (old,) = village.family(told("张德全", 1944))
    edit_household(
        actor=village.worker,
        household_id=household_of(old).pk,
        changes={"is_collective": True},
        version=1,
        at=AT,
    )
    assert tags_of(old) == set()


def test_given_by_hand_stays_until_taken(village: Village) -> None:
    (young,) = village.family(told("李四", 1990))
    give_tag(actor=village.worker, person_id=young.pk, code="veteran", at=AT)
    give_tag(actor=village.worker, person_id=young.pk, code="living_alone", at=AT)
    derive_tags(at=AT + timedelta(days=1))
    assert tags_of(young) == {"veteran", "living_alone"}
    end_tag(actor=village.worker, person_id=young.pk, code="veteran", at=AT)
    assert tags_of(young) == {"living_alone"}
    with pytest.raises(UnknownTag):
        give_tag(actor=village.worker, person_id=young.pk, code="unheard", at=AT)


def test_what_follows_is_not_taken_by_hand(village: Village) -> None:
    (old,) = village.family(told("张德全", 1944))
    with pytest.raises(TagFollows):
        end_tag(actor=village.worker, person_id=old.pk, code="very_old", at=AT)


def test_the_table_is_edited_and_counts(village: Village) -> None:
    (old,) = village.family(told("张德全", 1944))
    draft = TagDraft(
        code="very_old", name="高龄老人", definition="年满90周岁。", rule={"age_from": 90}
    )
    with pytest.raises(NotAllowed):
        save_tag(actor=village.community, draft=draft, at=AT)
    save_tag(actor=village.county, draft=draft, at=AT)
    assert derive_tags(at=AT).ended == 1
    held = PersonTag.objects.get(person=old, tag__code="very_old")
    assert (held.until, held.source) == (AT, TagSource.RULE)


@pytest.mark.parametrize(
    "rule",
    [{"age": 3}, {"age_from": "80"}, {"lives_alone": 1}, {"sex": "x"}, [1], {"age_from": 999}],
)
def test_a_rule_that_cannot_be_read(village: Village, rule: object) -> None:
    draft = TagDraft(code="odd", name="x", definition="x", rule=rule)  # type: ignore[arg-type]
    with pytest.raises(BadRule):
        save_tag(actor=SYSTEM, draft=draft, at=AT)
