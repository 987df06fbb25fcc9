"""A real granian on a database of its own, Debian's chromium, and people who are signed in."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import psycopg
import pytest
import pytest_django
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser import world
from tests.support import database

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
WALL = {"width": 1920, "height": 1080}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The map needs WebGL, which a machine without a graphics card draws in software.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@dataclass(frozen=True)
class Site:
    """The running site. `rows` reads its database beside the browser."""

    url: str
    world: world.World
    dsn: str

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.dsn) as connection:
            return connection.execute(statement.encode()).fetchall()

    def count(self, table: str) -> int:
        return int(str(self.rows(f"SELECT count(*) FROM {table}")[0][0]))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep all browser tests on one worker, so that one site serves them all, and begin there:
    they take longest, and the other worker does the rest meanwhile.
    """
    for item in items:
        if _in_browser(item):
            item.add_marker(pytest.mark.xdist_group("browser"))
    items.sort(key=lambda item: not _in_browser(item))


def _in_browser(item: pytest.Item) -> bool:
    return "tests/browser/" in str(item.path)


@pytest.fixture(scope="package")
def site(django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Site]:
    """Build the town, then serve it with one worker process."""
    connection = settings.DATABASES["default"]
    before = connection["NAME"]
    with django_db_blocker.unblock():
        name = database.clone_for(f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_browser")
        built = world.build()
        database._point_at(before)
    dsn = psycopg.conninfo.make_conninfo(
        host=connection["HOST"] or None,
        port=connection["PORT"] or None,
        user=connection["USER"] or None,
        password=connection["PASSWORD"] or None,
        dbname=name,
    )
    try:
        with serving(name) as url:
            yield Site(url, built, dsn)
    finally:
        with django_db_blocker.unblock(), database._admin() as admin:
            database._drop(admin, name)


@contextmanager
def serving(name: str, *, port: int = 0) -> Iterator[str]:
    """granian as it runs outside, on this port or a free one; yields its address."""
    port = port or _free_port()
    url = f"http://127.0.0.1:{port}"
    told = settings.DATABASES["default"]
    # The private cluster is a folder with a socket, which only fits into the query.
    place = urlencode({"host": told["HOST"] or "", "port": told["PORT"] or ""})
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "xinqiao.config.settings_test",
        "DATABASE_URL": f"postgresql://{quote(told['USER'] or '')}@/{name}?{place}",
        "XINQIAO_BASE_URL": url,
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--log-level", "warning"]
    process = subprocess.Popen([*command, "xinqiao.config.wsgi:application"], env=environment)
    try:
        _wait_for(f"{url}/healthz")
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(url: str) -> None:
    for _ in range(240):
        try:
            with urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("The server did not start.")


@pytest.fixture(scope="package")
def playwright(site: Site) -> Iterator[Playwright]:
    # The browser's event loop lives in this thread; other tests of the worker use the ORM here.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Please install the package chromium."
    launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield launched
    launched.close()


@dataclass
class Visitor:
    """Somebody with a browser of their own; what goes wrong in it fails the test at its end."""

    context: BrowserContext
    page: Page
    faults: list[str]
    url: str

    def open(self, path: str) -> Page:
        """Open a page and wait until its islands are attached."""
        self.page.goto(f"{self.url}{path}")
        self.page.wait_for_function(
            "() => [...document.querySelectorAll('[data-island]')]"
            ".every(e => e.dataset.ready || e.closest('details:not([open])'))"
        )
        return self.page


def keep_picture(page: Page, name: str) -> None:
    """Write a picture of the whole page to the folder XINQIAO_SHOTS, where that is set."""
    folder = os.environ.get("XINQIAO_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """`visit("worker", phone=True)`: a fresh browser of that person; None is nobody."""
    visitors: list[Visitor] = []

    def begin(
        who: str | None = None, *, phone: bool = True, offline_worker: bool = False
    ) -> Visitor:
        context = browser.new_context(
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            locale="zh-CN",
            service_workers="allow" if offline_worker else "block",
            reduced_motion="reduce",
        )
        if who:
            cookie = {"name": "sessionid", "value": site.world.cookies[who], "url": site.url}
            context.add_cookies([cookie])  # type: ignore[list-item]
        context.set_default_timeout(8000)
        page = context.new_page()
        visitor = Visitor(context, page, [], site.url)
        page.on("pageerror", lambda error: visitor.faults.append(str(error)))
        page.on(
            "console",
            lambda line: (
                visitor.faults.append(line.text)
                if "Content Security Policy" in line.text or "did not start" in line.text
                else None
            ),
        )
        visitors.append(visitor)
        return visitor

    yield begin
    for visitor in visitors:
        visitor.context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []
