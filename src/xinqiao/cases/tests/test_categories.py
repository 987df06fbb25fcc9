"""Categories: the first ones, edits that count for later reports, suggestions by words."""

from __future__ import annotations

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.errors import CategoryBadCode, CategoryInUse, UnknownCategory
from xinqiao.cases.kinds import suggest_kind
from xinqiao.cases.models import Category, Kind
from xinqiao.cases.seed import seed_cases
from xinqiao.cases.selectors.categories import categories_at
from xinqiao.cases.services.categories import end_category, save_category
from xinqiao.cases.suggesting.suggest import suggest_category
from xinqiao.cases.tests.world import AT, BEFORE, HOUR, World
from xinqiao.kit.clean import TextMissing
from xinqiao.kit.errors import NotAllowed
from xinqiao.workflow.models import DispatchRule, LimitRule


@pytest.mark.django_db
def test_seeding_twice_changes_nothing() -> None:
    first = seed_cases(actor=SYSTEM, at=AT)
    assert first.categories >= 35
    assert first.limits == LimitRule.objects.count()
    assert first.rules == DispatchRule.objects.count()
    again = seed_cases(actor=SYSTEM, at=AT + HOUR)
    assert (again.categories, again.limits, again.rules) == (0, 0, 0)
    for row in Category.objects.exclude(parent=None).select_related("parent"):
        assert row.parent is not None
        assert row.code.startswith(row.parent.code)


def test_a_new_category_can_be_reported_at_once(world: World) -> None:
    with pytest.raises(UnknownCategory):
        world.report(category_code="env.snow.")
    save_category(
        actor=world.county_staff, code="env.snow", name="积雪结冰", keywords=["积雪"], at=AT
    )
    assert world.report(category_code="env.snow.").is_new
    best = suggest_category("门口积雪没人扫", AT).best
    assert best is not None
    assert best.code == "env.snow."


def test_an_ended_category_cannot(world: World) -> None:
    end_category(actor=world.system_admin, code="other.", at=AT)
    with pytest.raises(UnknownCategory):
        world.report(category_code="other.", at=AT + HOUR)
    assert "other." not in {c.code for c in categories_at(AT + HOUR)}
    save_category(actor=world.system_admin, code="other.", name="其他", at=AT + HOUR)
    assert world.report(category_code="other.", at=AT + HOUR).is_new


def test_what_is_refused(world: World) -> None:
    with pytest.raises(NotAllowed):
        save_category(actor=world.desk, code="env.snow.", name="积雪", at=AT)
    for code in ("Env.snow.", "nowhere.snow.", "环境.", "..", "a" * 61):
        with pytest.raises(CategoryBadCode):
            save_category(actor=SYSTEM, code=code, name="积雪", at=AT)
    with pytest.raises(TextMissing):
        save_category(actor=SYSTEM, code="env.snow.", name=" ", at=AT)
    with pytest.raises(CategoryInUse):
        end_category(actor=SYSTEM, code="env.", at=AT)
    with pytest.raises(UnknownCategory):
        end_category(actor=SYSTEM, code="env.snow.", at=AT)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("单元门防盗门坏了关不上", "house.door."),
        ("树枝断了挂在窗户上", "env.green."),
        ("厕所堵了", "house.toilet."),
        ("五楼以上水压低，水小", "utility.water."),
        ("东南门出口是盲区，希望装反光镜", "traffic.blindspot."),
        ("电动车在楼道充电", "traffic.ebike."),
        ("Lift: 电梯停运", "house.lift."),
    ],
)
def test_words_suggest_a_category(world: World, text: str, code: str) -> None:
    found = suggest_category(text, AT).choices
    assert code in [s.code for s in found[:2]]
    assert len(found) <= 3
    assert 0 < sum(s.score for s in found) <= 1.001


def test_words_that_say_nothing(world: World) -> None:
    assert suggest_category("你好", AT).choices == ()
    assert suggest_category("", BEFORE).choices == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请问老年证怎么办理", Kind.CONSULT),
        ("投诉物业乱收费", Kind.COMPLAIN),
        ("建议加装路灯", Kind.SUGGEST),
        ("老人摔倒后生活不能自理，求助", Kind.HELP),
        ("路灯坏了", Kind.REPORT),
    ],
)
def test_words_suggest_a_kind(text: str, kind: Kind) -> None:
    assert suggest_kind(text) is kind
