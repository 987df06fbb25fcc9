"""The acceptance stories end with the figures of their sources, and say so loudly when not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from xinqiao.cases.models import Case
from xinqiao.config.cli import main
from xinqiao.stories import registry
from xinqiao.stories.figures import Figure, table
from xinqiao.stories.stage import Stage


@pytest.mark.django_db
@pytest.mark.parametrize("name", registry.names())
def test_story_ends_with_the_figures_of_its_source(name: str) -> None:
    told = registry.run(name, begin=registry.BEGIN, keep=False, short=True)
    assert told.holds, table(told.figures)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_a_kept_story_can_be_told_again_beside_itself() -> None:
    for _ in range(2):
        assert registry.run("C5", begin=registry.BEGIN, keep=True).holds
    assert Case.objects.count() == 2


@pytest.mark.django_db
def test_a_figure_that_differs_fails_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def tell(stage: Stage) -> Sequence[Figure]:
        return [Figure("closed", 4, 3)]

    broken = registry.Story("C1", "three of four", "none", tell)
    monkeypatch.setattr(registry, "find", lambda name: broken)
    assert main(["story", "run", "C1"]) == 1
    assert "<-- differs" in capsys.readouterr().out


def test_unknown_story_is_refused_with_the_known_ones() -> None:
    with pytest.raises(registry.UnknownStory):
        registry.find("Z9")
