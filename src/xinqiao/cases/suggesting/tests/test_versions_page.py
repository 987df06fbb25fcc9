"""The administrators' page of versions: figures, switching back, and who may see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.suggesting import store
from xinqiao.cases.suggesting.services.train import train_from_file
from xinqiao.cases.suggesting.tests.support import write_letters
from xinqiao.cases.tests.browse import browser, counting, statements, words_of
from xinqiao.cases.tests.world import AT, World

ADDRESS = "/admin/cases/suggestions/"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("system_admin", 200),
        ("county_staff", 200),
        ("desk", 403),
        ("worker", 403),
        ("resident", 403),
    ],
)
def test_who_sees_it(world: World, who: str, status: int) -> None:
    assert browser(getattr(world, who)).get(ADDRESS).status_code == status


def test_without_a_model_it_says_what_to_do(world: World) -> None:
    words = words_of(browser(world.system_admin).get(ADDRESS))
    assert "xinqiao train categories" in words
    assert "还没有训练过" in words


def test_it_shows_figures_and_switches_back(world: World, tmp_path: Path) -> None:
    file = write_letters(tmp_path / "letters.csv")
    train_from_file(actor=SYSTEM, path=file, test=file, at=AT)
    train_from_file(actor=SYSTEM, path=file, at=AT)
    page = browser(world.system_admin)
    page.get(ADDRESS)
    with counting() as context:
        words = words_of(page.get(ADDRESS))
    assert len(statements(context)) <= 10
    assert "第 2 版正在使用" in words
    assert "letters.csv" in words
    assert "老人照护" in words
    sent = page.post(f"{ADDRESS}1/use/", follow=True)
    assert "第 1 版正在使用" in words_of(sent)
    assert store.active_number() == 1
    again = page.post(f"{ADDRESS}1/use/", follow=True)
    assert "第 1 版正在使用中" in words_of(again)
    assert browser(world.desk).post(f"{ADDRESS}2/use/").status_code == 403
    assert store.active_number() == 1


def test_damaged_files_are_said(world: World, tmp_path: Path) -> None:
    train_from_file(actor=SYSTEM, path=write_letters(tmp_path / "letters.csv"), at=AT)
    (store.folder() / "1" / "model.npz").write_bytes(b"")
    assert "无法读取" in words_of(browser(world.county_staff).get(ADDRESS))
