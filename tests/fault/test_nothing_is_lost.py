"""Reports go on while processes are killed and the database is away: each is taken exactly once."""

import json
import random
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress

import httpx
import psutil
import pytest

from tests.support.site import answers, django_environment, running_site, wait_until
from xinqiao.config import cluster

pytestmark = pytest.mark.xdist_group("site")

FOUND = """
import json
from django.db import transaction
from xinqiao.accounts.access import SYSTEM
from xinqiao.accounts.services.api_keys import issue_key
from xinqiao.cases.seed import seed_cases
from xinqiao.kit.time import now
from xinqiao.stories import c5
from xinqiao.stories.communities import found
from xinqiao.stories.stage import Stage
from xinqiao.workflow.services.working_calendar import fill_year
seed_cases(actor=SYSTEM, at=now())
fill_year(actor=SYSTEM, year=now().year, at=now())
with transaction.atomic():
    place = found(Stage(now()), c5.PLAN)
key = issue_key(actor=SYSTEM, name="field", can_write=True, at=now()).key
spots = [place.spot(number) for number in range(1, c5.PLAN.grids + 1)]
print("FOUND" + json.dumps({"key": key, "spots": spots}))
"""
COUNT = """
import json
from django.db.models import Count
from xinqiao.cases.models import Case
from xinqiao.events.models import Event, OutboxEntry
from xinqiao.events.seals import verify
from xinqiao.events.services.seal import seal_events
from xinqiao.kit.time import now
from xinqiao.workflow.models import Item
reported = Event.objects.filter(kind="cases.reported")
seal_events(at=now())
print("COUNT" + json.dumps({
    "cases": Case.objects.count(),
    "items": Item.objects.count(),
    "unowned": Item.objects.filter(owner_post=None, owner_organisation=None).count(),
    "events": reported.count(),
    "subjects": reported.values("subject_id").distinct().count(),
    "outbox": OutboxEntry.objects.count(),
    "seals_hold": verify().holds,
}))
"""


class Phones:
    """Clients that send a report again, with the same key, until somebody says yes."""

    def __init__(self, site, told, count=4):
        self.site, self.told, self.run = site, told, uuid.uuid4().hex
        self.numbers: dict[str, set[str]] = {}
        self.unavailable = 0
        self.refused: list[str] = []
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self._run, args=(n,)) for n in range(count)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self.stop.set()
        for thread in self.threads:
            thread.join(60)

    def _run(self, number):
        turn = 0
        while not self.stop.is_set():
            turn += 1
            self._report(f"{self.run}-{number}-{turn:06}", random.Random(f"{number}.{turn}"))

    def _report(self, key, dice):
        lon, lat = dice.choice(self.told["spots"])
        body = {"text": f"楼道灯坏了，{key}", "category": "", "lon": lon, "lat": lat}
        body["phone"] = f"138{dice.randrange(10**8):08}"
        said_yes = False
        deadline = time.monotonic() + 60
        while not said_yes and time.monotonic() < deadline:
            said_yes = self._send(key, body)
            # Now and then the answer is lost on its way, and the phone sends again.
            if said_yes and dice.random() < 0.1:
                self._send(key, body)
            if not said_yes:
                time.sleep(0.2)
        if not said_yes:
            self.refused.append(f"{key}: no answer")

    def _send(self, key, body):
        try:
            answer = httpx.post(
                f"{self.site.url}/api/v1/cases",
                json=body,
                headers={"Authorization": f"Bearer {self.told['key']}", "Idempotency-Key": key},
                timeout=20,
            )
        except httpx.HTTPError:
            return False
        if answer.status_code == 503:
            self.unavailable += 1
            return False
        if answer.status_code != 201:
            self.refused.append(f"{answer.status_code} {answer.text[:200]}")
            return True
        self.numbers.setdefault(key, set()).add(answer.json()["number"])
        return True


@pytest.fixture(scope="module")
def site():
    with running_site() as running:
        yield running


@pytest.fixture(scope="module")
def told(site):
    return ask(site, FOUND, "FOUND")


def ask(site, script, mark):
    done = subprocess.run(
        [sys.executable, "-m", "django", "shell", "-v", "0", "-c", script],
        env=django_environment(site),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert mark in done.stdout, done.stdout + done.stderr
    return json.loads(done.stdout.split(mark, 1)[1])


def take_reports(site, told, trouble: Callable[[Phones], None]):
    """Let phones report while `trouble` happens; return what they were told."""
    before = ask(site, COUNT, "COUNT")
    with Phones(site, told) as phones:
        wait_until(lambda: len(phones.numbers) >= 5, 30, lambda: str(phones.refused[:3]))
        trouble(phones)
        grown = len(phones.numbers) + 5
        wait_until(lambda: len(phones.numbers) >= grown, 60, lambda: str(phones.refused[:3]))
    assert phones.refused[:3] == []
    assert all(len(numbers) == 1 for numbers in phones.numbers.values())
    wait_until(lambda: ask(site, COUNT, "COUNT")["outbox"] == 0, 90)
    after = ask(site, COUNT, "COUNT")
    taken = len(phones.numbers)
    assert len({next(iter(n)) for n in phones.numbers.values()}) == taken
    for name in ("cases", "items", "events", "subjects"):
        assert after[name] - before[name] == taken, name
    assert after["unowned"] == 0
    assert after["seals_hold"]
    return phones


def kill(find):
    with suppress(psutil.NoSuchProcess, AssertionError, StopIteration):
        find().kill()


def test_killing_web_processes_loses_and_doubles_nothing(site, told):
    def trouble(phones):
        dice = random.Random(1)
        for _ in range(4):
            time.sleep(dice.uniform(0.2, 1.5))
            kill(lambda: next(iter(site.web().children())))
            time.sleep(dice.uniform(0.2, 1.0))
        kill(site.web)
        time.sleep(1)

    take_reports(site, told, trouble)


def test_killing_the_worker_loses_and_doubles_nothing(site, told):
    def trouble(phones):
        dice = random.Random(2)
        for _ in range(3):
            time.sleep(dice.uniform(0.5, 3.0))
            kill(site.worker)

    take_reports(site, told, trouble)


def test_a_database_away_for_ten_seconds_is_said_and_survived(site, told):
    seen = {}

    def trouble(phones):
        cluster.stop(site.private)
        time.sleep(1)
        seen["page"] = httpx.get(f"{site.url}/", headers={"accept": "text/html"}, timeout=20)
        seen["api"] = httpx.get(f"{site.url}/api/v1/categories", timeout=20)
        seen["ready"] = httpx.get(f"{site.url}/readyz", timeout=20)
        seen["lives"] = httpx.get(f"{site.url}/healthz", timeout=20)
        time.sleep(9)
        cluster.start(site.private)
        wait_until(lambda: answers(site), 20)

    phones = take_reports(site, told, trouble)
    assert phones.unavailable > 0
    assert seen["api"].status_code == 503
    assert seen["api"].json()["code"] == "unavailable"
    assert seen["ready"].status_code == 503
    assert seen["lives"].status_code == 200
    if seen["page"].status_code == 503:
        assert "请稍等片刻" in seen["page"].text
    wait_until(lambda: httpx.get(f"{site.url}/readyz").json()["worker"] == "ok", 90)
