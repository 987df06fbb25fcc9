"""Staff see what may be the same, compare, merge one or many; strangers see nothing."""

from __future__ import annotations

import re

from xinqiao.cases.models import Case, Merge
from xinqiao.cases.services.merge import merge_case
from xinqiao.cases.tests.browse import HTMX, browser, counting, statements, words_of
from xinqiao.cases.tests.world import IN_OTHER_GRID, PHONE, World, case_of, item_of
from xinqiao.kit.time import now


def two(world: World) -> tuple[str, str]:
    """Numbers of two open requests about one matter, told today."""
    main = world.report(text="楼下的垃圾桶满了，三天没有清运。", at=now())
    other = world.report(actor=world.passer_by, text="垃圾桶满了没人清运，味道很大", at=now())
    return main.number, other.number


def spaced(number: str) -> str:
    return f"{number[:4]} {number[4:]}"


def test_the_page_of_a_request_names_possible_duplicates_and_why(world: World) -> None:
    main, other = two(world)
    client = browser(world.worker)
    assert f"/cases/{main}/duplicates/" in client.get(f"/cases/{main}/").content.decode()
    shown = words_of(client.get(f"/cases/{main}/duplicates/", headers=HTMX))
    assert spaced(other) in shown
    assert "垃圾桶满了" in shown
    whole = client.get(f"/cases/{main}/duplicates/")
    assert "<html" in whole.content.decode()


def test_the_panel_costs_a_fixed_number_of_statements(world: World) -> None:
    main, _other = two(world)
    for _ in range(6):
        two(world)
    client = browser(world.desk)
    client.get(f"/cases/{main}/duplicates/", headers=HTMX)
    with counting() as context:
        client.get(f"/cases/{main}/duplicates/", headers=HTMX)
    assert len(statements(context)) <= 18


def test_compare_and_merge_either_into_the_other(world: World) -> None:
    main, other = two(world)
    client = browser(world.worker)
    page = client.get(f"/cases/{main}/compare/{other}/")
    assert page.content.decode().count('<form method="post" action="/cases/') == 2
    answer = client.post(
        f"/cases/{other}/merge/", {"into": main, "reason": "同一个桶", "back": f"/cases/{main}/"}
    )
    assert answer.headers["Location"] == f"/cases/{main}/"
    assert Merge.objects.get().into.item.number == main
    shown = words_of(client.get(f"/cases/{main}/duplicates/", headers=HTMX))
    assert spaced(other) in shown
    back = words_of(client.get(f"/cases/{other}/duplicates/", headers=HTMX))
    assert spaced(main) in back
    # And apart again, from the page of the merged one.
    assert client.post(f"/cases/{other}/split/", {"reason": "两回事"}).status_code == 302
    assert not Merge.objects.filter(ended_at=None).exists()


def test_a_wrong_number_is_said_beside_its_field(world: World) -> None:
    _main, other = two(world)
    client = browser(world.worker)
    for wrong in ("1234", "99999999", other):
        page = client.post(f"/cases/{other}/merge/", {"into": wrong})
        assert page.status_code == 422
    assert not Merge.objects.exists()


def test_many_from_the_work_list_with_a_chosen_main_one(world: World) -> None:
    numbers = [*two(world), *two(world)]
    client = browser(world.desk)
    assert "/cases/merge/" in client.get("/desk/work/").content.decode()
    ids = [case.pk for case in map(_case, numbers)]
    hidden = world.report(lon=105.025, lat=29.005)  # another community
    chosen = {"item": [*ids, hidden.case_id]}
    page = client.post("/cases/merge/", chosen)
    assert page.content.decode().count('type="radio"') == 4
    assert spaced(hidden.number) not in words_of(page)
    answer = client.post("/cases/merge/", chosen | {"main": ids[1], "chosen": "1"})
    assert answer.headers["Location"] == f"/cases/{numbers[1]}/"
    assert [item_of(key).state for key in ids] == ["merged", "assigned", "merged", "merged"]
    assert item_of(hidden.case_id).is_open
    again = client.post("/cases/merge/", {"item": ids[:1]})
    assert again.headers["Location"] == "/desk/work/"


def test_strangers_and_residents_see_none_of_it(world: World) -> None:
    main, other = two(world)
    for actor, status in ((world.stranger, 404), (world.passer_by, 403)):
        client = browser(actor)
        assert client.get(f"/cases/{main}/duplicates/").status_code == status
        assert client.get(f"/cases/{main}/compare/{other}/").status_code == status
        ids = [_case(main).pk, _case(other).pk]
        assert client.post("/cases/merge/", {"item": ids}).status_code == status
    assert browser().get(f"/cases/{main}/duplicates/").status_code == 302


def test_a_neighbour_worker_is_not_shown_what_lies_beyond(world: World) -> None:
    """The duplicate across the border of the grids is there, but not theirs to see."""
    edge = (105.0099, 29.005)
    mine = world.report(lon=edge[0], lat=edge[1], at=now())
    beyond = world.report(lon=105.0101, lat=29.005, at=now())
    shown = words_of(browser(world.worker).get(f"/cases/{mine.number}/duplicates/"))
    assert spaced(beyond.number) not in shown
    assert IN_OTHER_GRID[0] > edge[0]
    both = words_of(browser(world.desk).get(f"/cases/{mine.number}/duplicates/"))
    assert spaced(beyond.number) in both


def test_the_merged_requester_follows_and_rates_on_their_own_page(world: World) -> None:
    main = world.handled(text=f"垃圾桶满了，我叫何美丽，电话{PHONE}", reporter_name="何美丽")
    other = world.report(actor=world.passer_by).case_id
    merge_case(actor=world.worker, item_id=other, into_id=main, at=now())
    token = case_of(other).token
    client = browser()
    before = client.get(f"/r/{token}")
    assert f"/r/{token}/rate" not in before.content.decode()
    world.close(main)
    page = client.get(f"/r/{token}")
    seen = words_of(page)
    assert "已经清理干净" in seen
    for secret in ("何美丽", PHONE, spaced(item_of(main).number), item_of(main).number):
        assert secret not in seen
    assert re.search(rf'action="/r/{token}/rate"', page.content.decode())
    assert client.post(f"/r/{token}/rate", {"score": 5}).status_code == 302
    assert f"/r/{token}/rate" not in client.get(f"/r/{token}").content.decode()
    assert case_of(other).score == 5


def _case(number: str) -> Case:
    return Case.objects.get(item__number=number)
