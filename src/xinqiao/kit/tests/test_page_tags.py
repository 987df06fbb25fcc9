"""Tags of every page: colours with words, numbers in groups, times as people say them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _chinese_on_a_monday():
    with time_machine.travel(NOW, tick=False), translation.override("zh-hans"):
        yield


def rendered(source: str, **values: object) -> str:
    return Template("{% load xinqiao %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("colour", "words"),
    [("green", "按时办结"), ("blue", "在办"), ("yellow", "临期"), ("red", "超期")],
)
def test_a_colour_is_also_a_word_and_a_shape(colour: str, words: str) -> None:
    badge = rendered("{% colour_badge colour %}", colour=colour)
    assert words in badge
    assert "<svg" in badge
    short = rendered("{% colour_badge colour short=True %}", colour=colour)
    assert "visually-hidden" in short
    assert words in short


def test_a_number_stays_on_one_line() -> None:
    assert "1000\u00a00012" in rendered("{% number '10000012' %}")


def test_a_time_is_told_in_shanghai() -> None:
    shown = rendered("{% when at %}", at=NOW)
    assert ">11-23 10:00<" in shown
    assert 'datetime="2026-11-23T02:00:00Z"' in shown
    assert ">2025-11-23 10:00<" in rendered("{% when at %}", at=NOW - timedelta(days=365))
    assert rendered("{% when at %}", at=None) == ""


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(hours=3, minutes=5), "还剩 3 小时"),
        (timedelta(days=2), "还剩 2 天"),
        (timedelta(seconds=10), "还剩 1 分钟"),
        (timedelta(days=-3), "超期 3 天"),
        (timedelta(minutes=-30), "超期 30 分钟"),
    ],
)
def test_a_due_time_is_told_in_words(left: timedelta, words: str) -> None:
    assert f">{words}<" in rendered("{% due at %}", at=NOW + left)


def test_what_people_write_is_escaped_and_keeps_its_lines() -> None:
    shown = rendered("{{ text|words }}", text="<b>一</b>\n二\x07\n\n三")
    assert shown == "<p>&lt;b&gt;一&lt;/b&gt;<br>二</p>\n\n<p>三</p>"


def test_a_query_changes_one_thing_and_keeps_the_rest() -> None:
    request = RequestFactory().get("/?colour=red&cursor=x&words=水管")
    shown = rendered("{% query colour='blue' cursor=None %}", request=request)
    assert "colour=blue" in shown
    assert "words=" in shown
    assert "cursor" not in shown


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in rendered("{% icon 'phone' %}")
    labelled = rendered("{% icon 'phone' label=words %}", words='打"电话"')
    assert 'role="img"' in labelled
    assert "打&quot;电话&quot;" in labelled


def test_an_empty_heading_is_left_out() -> None:
    assert rendered("{% filled %}<h1> </h1>{% endfilled %}") == ""
    assert rendered("{% filled %}<h1>字</h1>{% endfilled %}") == "<h1>字</h1>"
