"""The supervisor brings back what dies and leaves nothing behind when it ends."""

import os
import signal
import subprocess
import sys

import httpx
import psutil
import pytest

from tests.support.site import answers, running_site, wait_until
from xinqiao.config import cluster

pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture(scope="module")
def site():
    with running_site() as running:
        yield running


def worker_is_heard(site):
    try:
        return httpx.get(f"{site.url}/readyz").json()["worker"] == "ok"
    except (httpx.HTTPError, KeyError):
        return False


def test_it_is_ready_and_says_how_it_is(site):
    wait_until(lambda: worker_is_heard(site), 30)
    assert httpx.get(f"{site.url}/healthz").text == "ok\n"
    told = httpx.get(f"{site.url}/metrics").text
    assert "xinqiao_requests_total" in told
    assert "xinqiao_outbox_waiting" in told


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_process_comes_back(site, name):
    victim = getattr(site, name)()
    victim.kill()
    wait_until(lambda: not victim.is_running(), 5)
    wait_until(lambda: any_child(site, name) not in (None, victim.pid), 20)
    wait_until(lambda: answers(site), 30)


def test_a_killed_web_process_leaves_no_orphan_on_the_port(site):
    web = site.web()
    orphans = web.children()
    web.kill()
    wait_until(lambda: not any(is_alive(orphan) for orphan in orphans), 20)
    wait_until(lambda: answers(site), 30)


def test_a_port_in_use_is_refused_with_a_sentence(site):
    done = subprocess.run(
        [sys.executable, "-m", "xinqiao.config.cli", "serve", "--port", str(site.port)],
        env=os.environ | {"XINQIAO_DATA": str(site.data)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert f"Port {site.port}" in done.stderr
    assert "Traceback" not in done.stderr
    assert answers(site)


def test_ctrl_c_stops_everything():
    with running_site(web_processes=1) as site:
        family = psutil.Process(site.process.pid).children(recursive=True)
        os.kill(site.process.pid, signal.SIGINT)
        assert site.process.wait(40) == 0
        assert not any(is_alive(member) for member in family)
        assert not cluster.is_running(site.private)


def test_a_killed_supervisor_leaves_no_children():
    with running_site(web_processes=1) as site:
        family = psutil.Process(site.process.pid).children(recursive=True)
        site.process.kill()
        wait_until(lambda: not any(is_alive(member) for member in family), 30)
        cluster.stop(site.private)


def any_child(site, name):
    try:
        return getattr(site, name)().pid
    except (AssertionError, psutil.NoSuchProcess):
        return None


def is_alive(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
