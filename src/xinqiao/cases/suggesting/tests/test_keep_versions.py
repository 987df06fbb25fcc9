"""Versions on disk: checked when read, found by other processes, switched back by hand."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.suggesting import store
from xinqiao.cases.suggesting.current import current_model
from xinqiao.cases.suggesting.errors import ModelDamaged, ModelNotFound, SameModel
from xinqiao.cases.suggesting.services.switch import switch_version
from xinqiao.cases.suggesting.services.train import train_from_file
from xinqiao.cases.suggesting.suggest import suggest_category
from xinqiao.cases.suggesting.tests.support import write_letters
from xinqiao.cases.tests.world import AT, World
from xinqiao.events.models import Event
from xinqiao.kit.errors import NotAllowed


@pytest.fixture
def letters_file(tmp_path: Path) -> Path:
    return write_letters(tmp_path / "letters.csv")


def test_a_version_is_switched_back(world: World, letters_file: Path) -> None:
    for _ in range(2):
        train_from_file(actor=SYSTEM, path=letters_file, at=AT)
    assert [(v.number, v.is_active) for v in store.versions()] == [(2, True), (1, False)]
    with pytest.raises(NotAllowed):
        switch_version(actor=world.desk, version=1, at=AT)
    switch_version(actor=world.system_admin, version=1, at=AT)
    held = current_model()
    assert held is not None
    assert held.version == 1
    event = Event.objects.get(kind="cases.suggestions_switched")
    assert event.data == {"from_version": 2, "version": 1}
    with pytest.raises(SameModel):
        switch_version(actor=world.system_admin, version=1, at=AT)
    with pytest.raises(ModelNotFound):
        switch_version(actor=world.system_admin, version=99, at=AT)


def test_damaged_numbers_are_never_used(world: World, letters_file: Path) -> None:
    version = train_from_file(actor=SYSTEM, path=letters_file, at=AT).number
    train_from_file(actor=SYSTEM, path=letters_file, at=AT)
    packed = store.folder() / str(version) / "model.npz"
    packed.write_bytes(packed.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelDamaged):
        switch_version(actor=SYSTEM, version=version, at=AT)
    (store.folder() / "active.json").write_text(json.dumps({"version": version}))
    assert current_model() is None
    found = suggest_category("楼下垃圾没人清运", AT)
    assert (found.by_model, found.best and found.best.code) == (False, "env.garbage.")


def test_numbers_of_another_release_are_not_read(world: World, letters_file: Path) -> None:
    version = train_from_file(actor=SYSTEM, path=letters_file, at=AT).number
    head = store.folder() / str(version) / "model.json"
    head.write_text(head.read_text("utf-8").replace('"recipe": "nfkc', '"recipe": "other'), "utf-8")
    with pytest.raises(ModelDamaged):
        store.load(version)


def test_another_process_s_choice_is_seen_at_the_next_question(
    world: World, letters_file: Path
) -> None:
    first = train_from_file(actor=SYSTEM, path=letters_file, at=AT).number
    held = current_model()
    assert held is not None
    assert current_model() is held
    train_from_file(actor=SYSTEM, path=letters_file, at=AT)
    fresh = current_model()
    assert fresh is not None
    assert fresh.version == first + 1


def test_many_threads_read_it_once(
    world: World, letters_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_from_file(actor=SYSTEM, path=letters_file, at=AT)
    store.activate(1)
    read: list[int] = []
    load = store.load

    def counted(number: int) -> object:
        read.append(number)
        return load(number)

    monkeypatch.setattr(store, "load", counted)
    threads = [threading.Thread(target=current_model) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [1]


def test_old_versions_go_but_never_the_one_in_use(
    world: World, letters_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_VERSIONS", 2)
    train_from_file(actor=SYSTEM, path=letters_file, at=AT)
    train_from_file(actor=SYSTEM, path=letters_file, at=AT)
    switch_version(actor=SYSTEM, version=1, at=AT)
    train_from_file(actor=SYSTEM, path=letters_file, at=AT)
    assert [version.number for version in store.versions()] == [3, 2, 1]
