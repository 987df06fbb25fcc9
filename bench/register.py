"""The register with a million people: search, scoped list, import, sync of a phone.

Targets (issue 4): search by name, number, telephone or address <= 100 ms p95, a list of 25 rows
with constant statements, import >= 2,000 people/s, sync of a phone with 1,000 people <= 2 s and
<= 1 MB. The people come in by the product's own import; the peer is the statement one would write
by hand, measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from bench.measure import say, scratch_database

SIZES = (20_000, 1_000_000)
CHUNK = 50_000
IMPORTED = 20_000
ROUNDS = 60

_PEER_NAME = """
SELECT id, name, born_on FROM registry_person
WHERE merged_into_id IS NULL AND xq_bigrams(name) @> %s ORDER BY area_path, id LIMIT 26
"""
_PEER_ADDRESS = """
SELECT id, address FROM registry_dwelling
WHERE retired_at IS NULL AND xq_bigrams(address) @> %s ORDER BY area_path, id LIMIT 26
"""
_PEER_NUMBER = """
SELECT id, name FROM registry_person
WHERE merged_into_id IS NULL AND citizen_number_index = %s ORDER BY area_path, id LIMIT 26
"""


def main() -> None:
    """Measure at each size in a database of its own, which is kept for the next time."""
    parser = argparse.ArgumentParser(prog="xinqiao bench register")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--people", type=int, action="append", help="people in the register")
    parser.add_argument("--fresh", action="store_true", help="throw the last databases away")
    parser.add_argument("--fill-only", action="store_true", help="build the databases, measure not")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _inside(options.people[0], fill_only=options.fill_only)
        return
    results = [_outside(size, options) for size in options.people or SIZES]
    answer = {"bench": "register", "sizes": results}
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=None if options.json else 2)
    sys.stdout.write("\n")


def _outside(size: int, options: argparse.Namespace) -> dict[str, object]:
    """Each size in a process of its own, because Django knows one database a process."""
    command = [sys.executable, "-m", "bench.register", "--inside", "--people", str(size)]
    if options.fill_only:
        command.append("--fill-only")
    with scratch_database(f"xinqiao_bench_register_{size}", fresh=options.fresh) as url:
        done = subprocess.run(
            command, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, check=True
        )
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def _inside(size: int, *, fill_only: bool) -> None:
    import bench.ready  # noqa: F401  first: it makes Django ready

    _fill(size)
    from xinqiao.registry.models import Person

    answer: dict[str, Any] = {"people": Person.objects.count()}
    if not fill_only:
        say(f"measuring with {answer['people']:,} people")
        answer |= _measure()
    json.dump(answer, sys.stdout)


def _fill(size: int) -> None:
    """A county whose people came in by files; a broken run goes on."""
    from django.core.management import call_command
    from django.db import connection

    from bench.world import BEGIN, build_county
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.registry.beginnings import seed_registry
    from xinqiao.registry.models import Person

    call_command("migrate", verbosity=0)
    build_county()
    seed_registry(actor=SYSTEM, at=BEGIN)
    have = Person.objects.count()
    if have >= size:
        return
    while have < size:
        people = min(CHUNK, size - have)
        rate = _import(people, seed=_next_seed())["people_per_second"]
        have = Person.objects.count()
        say(f"{have:>9,} of {size:,} people, {rate:,} a second")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _import(people: int, *, seed: int) -> dict[str, int]:
    """Write a roll and take it in as `xinqiao import people` does."""
    from bench.roll import write_roll
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.grid.models import Area, Level
    from xinqiao.kit.time import now
    from xinqiao.registry.exchange.services.local_import import import_local_file

    codes = Area.objects.filter(level=Level.GRID).order_by("path").values_list("code", flat=True)
    grids = list(codes)
    # A file holds whole communities, as offices send them; each seed takes the next ones.
    some = [grids[(seed * 140 + n) % len(grids)] for n in range(min(140, max(1, people // 300)))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"roll{seed}.csv"
        write_roll(path, grids=some, people=people, seed=seed)
        begun = time.monotonic()
        result = import_local_file(actor=SYSTEM, path=path, area_code="990101", at=now())
        taken = time.monotonic() - begun
    if result.refused:
        raise RuntimeError(f"{result.refused} lines were refused")
    return {"people": result.added, "people_per_second": round(result.rows / taken)}


def _next_seed() -> int:
    from xinqiao.registry.models import PeopleImport

    return PeopleImport.objects.count()


def _measure() -> dict[str, Any]:
    from bench import field_sync
    from bench.lists import supervisor
    from xinqiao.registry.selectors.scope import visible_people

    imported = _import(IMPORTED, seed=_next_seed())
    actor = supervisor()
    step = max(1, visible_people(actor=actor).count() // ROUNDS)
    sample = list(visible_people(actor=actor).order_by("id")[::step])[:ROUNDS]
    return {
        "import": imported,
        "search": _searches(actor, sample),
        "raw_sql": _peers(sample),
        "lists": _lists(actor, sample),
        "phone": field_sync.measure(),
    }


def _searches(actor: Any, sample: Sequence[Any]) -> dict[str, Any]:
    """Another person each time, so that no page is warm by luck."""
    from xinqiao.kit.time import local_day, now
    from xinqiao.registry.sealed import open_citizen_number, open_phone
    from xinqiao.registry.selectors.search import search_dwellings, search_people

    def people(words: Sequence[str]) -> Callable[[], object]:
        asked, today = cycle(words), local_day(now())
        return lambda: search_people(actor=actor, words=next(asked), today=today)

    def homes(words: Sequence[str]) -> Callable[[], object]:
        asked = cycle(words)
        return lambda: search_dwellings(actor=actor, words=next(asked))

    addresses = _addresses(sample)
    wanted = {
        "name": people([one.name for one in sample]),
        "name_absent": people(["欧阳鲸鱼", "司徒孤岛"]),
        "surname_and_one": people([one.name[:2] for one in sample]),
        "number": people([open_citizen_number(one.citizen_number_sealed) for one in sample]),
        "phone": people([p for one in sample if (p := open_phone(one.phone_sealed))]),
        "address": homes(addresses),
        "estate": homes([words.split("区")[0] for words in addresses]),
    }
    return {name: _timed(work) for name, work in wanted.items()}


def _peers(sample: Sequence[Any]) -> dict[str, Any]:
    """The same by hand."""
    from xinqiao.kit.words import search_words

    names = cycle([search_words(one.name) for one in sample])
    numbers = cycle([bytes(one.citizen_number_index) for one in sample])
    addresses = cycle([search_words(words) for words in _addresses(sample)])
    return {
        "name": _timed(lambda: _fetch(_PEER_NAME, next(names))),
        "number": _timed(lambda: _fetch(_PEER_NUMBER, next(numbers))),
        "address": _timed(lambda: _fetch(_PEER_ADDRESS, next(addresses))),
    }


def _lists(actor: Any, sample: Sequence[Any]) -> dict[str, Any]:
    """25 rows with homes and categories: of the county, and of one grid, whose worker asks."""
    from bench.lists import signed_in, somebody
    from xinqiao.accounts.models import User
    from xinqiao.grid.selectors.posts import actor_for
    from xinqiao.kit.time import local_day, now
    from xinqiao.registry.selectors.search import search_people

    worker = User.objects.filter(
        appointments__post__role="grid_worker",
        appointments__post__area__path=sample[0].area_path,
    ).first()
    if worker is None:
        raise RuntimeError("Nobody works in the first grid.")
    today = local_day(now())
    county = signed_in(somebody("county"))
    in_grid = partial(search_people, actor=actor_for(worker, now()), words="", today=today)
    return {
        "county": _timed(partial(search_people, actor=actor, words="", today=today)),
        "grid": _timed(in_grid),
        "county_page": _timed(partial(county.get, "/desk/registry/", {"q": sample[0].name})),
    }


def _addresses(sample: Sequence[Any]) -> list[str]:
    from xinqiao.registry.models import Membership

    homes = Membership.objects.filter(person__in=sample, ended_at__isnull=True)
    return list(homes.values_list("household__dwelling__address", flat=True))


def _timed(work: Callable[[], object]) -> dict[str, object]:
    from bench.lists import timed

    return timed(work, rounds=ROUNDS)


def _fetch(sql: str, value: Any) -> object:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        return cursor.fetchall()


if __name__ == "__main__":
    main()
