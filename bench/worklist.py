"""The work list, 25 rows with filters, as the selector and as the whole page: p95 and statements.

The reader is the county supervisor, who sees everything: the widest scope is the hardest one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.utils import timezone

import bench.ready  # noqa: F401  first: it makes Django ready
from bench.lists import run, signed_in, somebody, supervisor, timed
from xinqiao.accounts.access import Actor
from xinqiao.workflow.selectors.worklist import WorkFilter, work_page

FILTERS: dict[str, dict[str, str]] = {
    "no_filter": {},
    "colour_and_category": {"colour": "red", "category": "env."},
    "area_and_category": {"area": "99.9901.990101.990101003.", "category": "house."},
    "words_and_colour": {"words": "路灯", "colour": "blue"},
    "words_and_area": {"words": "充电桩", "area": "99.9901.990101.990101005."},
    "absent_words": {"words": "鲸鱼", "colour": "red"},
}


def measure() -> dict[str, object]:
    """Each filter through the selector; the hardest ones through the page as well."""
    actor = supervisor()
    answers: dict[str, object] = {}
    for name, query in FILTERS.items():
        chosen = WorkFilter.from_query(query)
        answers[name] = timed(partial(_first_page, actor, chosen))
    for name in ("colour_and_category", "words_and_colour"):
        answers[f"page_{name}"] = timed(page(FILTERS[name]), rounds=25)
    return answers


def _first_page(actor: Actor, chosen: WorkFilter) -> object:
    return work_page(actor=actor, filter=chosen, at=timezone.now(), size=25)


def page(query: dict[str, str]) -> Callable[[], None]:
    """The whole page as the product answers it to somebody signed in."""
    client = signed_in(somebody("county"))

    def get() -> None:
        answer = client.get("/desk/work/", query)
        if answer.status_code != 200:
            raise RuntimeError(f"The page answered {answer.status_code} {answer.headers}")

    return get


if __name__ == "__main__":
    run("worklist", measure)
