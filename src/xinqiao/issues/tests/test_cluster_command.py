"""`xinqiao cluster issues`: all at once, with the votes of an imported file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from xinqiao.cases.models import Case
from xinqiao.cases.tests.world import AT, World
from xinqiao.config.cli import main
from xinqiao.issues.tests.conftest import PARKING
from xinqiao.kit.time import now

Hear = Callable[..., list[int]]


def test_the_command_makes_issues_and_counts_votes(
    hear: Hear, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = hear(PARKING)
    Case.objects.filter(pk=ids[0]).update(source_system="messages", source_number="m-1")
    votes = tmp_path / "votes.csv"
    votes.write_text("id,likes\nm-1,7\nm-2,3\n", encoding="utf-8")
    days = str((now() - AT).days + 30)
    words = ["cluster", "issues", "--json", "--days", days, "--votes", str(votes)]
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["issues_made"], answer["requests_joined"], answer["votes"]) == (1, 5, 1)


def test_only_one_area(world: World, hear: Hear, capsys: pytest.CaptureFixture[str]) -> None:
    hear(PARKING)
    days = str((now() - AT).days + 30)
    elsewhere = ["cluster", "issues", "--json", "--days", days]
    assert main([*elsewhere, "--area", world.other_community.code]) == 0
    assert json.loads(capsys.readouterr().out)["requests"] == 0
    assert main([*elsewhere, "--area", "999"]) == 1
