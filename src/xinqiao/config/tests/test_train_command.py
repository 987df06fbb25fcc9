"""`xinqiao train categories`: what it says, in one object or in sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from xinqiao.cases.suggesting.tests.support import write_letters
from xinqiao.config.cli import main


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> None:
    """Models of this test are kept apart."""
    settings.MODELS_DIR = tmp_path / "models"


@pytest.mark.django_db
def test_the_command_says_what_it_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_letters(tmp_path / "letters.csv")
    assert main(["train", "categories", str(file), "--test", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["rows"], told["apart"]["rows"]) == (1, 144, 144)
    assert told["grouped_accuracy"] <= 1
    # The same file on both sides: nothing may be claimed.
    assert (told["apart"]["copies"], told["apart"]["accuracy"]) == (144, None)


@pytest.mark.django_db
def test_the_command_refuses_a_file_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "categories", str(tmp_path / "none.csv")]) == 1
    assert "There is no file" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_command_without_a_file_needs_requests(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "categories"]) == 1
    assert "50" in capsys.readouterr().err
