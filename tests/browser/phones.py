"""A phone with the field page on it, as a worker holds it: opened, cut off, killed, reopened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.browser.conftest import FLAGS, PHONE, Site

SLOW = 30_000
KEPT = "() => caches.open('xinqiao-1').then(c => c.match('/field/?shell')).then(Boolean)"
# Everything that lies in the database of the page, bytes as text, so that a name would be found.
DUMP = """async () => {
  const text = async (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      return new TextDecoder("latin1").decode(value) + new TextDecoder("utf-8").decode(value);
    }
    if (value instanceof Blob) return text(await value.arrayBuffer());
    if (value instanceof CryptoKey) return `key extractable=${value.extractable}`;
    if (value && typeof value === "object") {
      const parts = Object.entries(value).map(async ([name, inner]) => name + await text(inner));
      return (await Promise.all(parts)).join("\\n");
    }
    return String(value);
  };
  const open = indexedDB.open("xinqiao-field");
  const base = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const all = {};
  for (const name of base.objectStoreNames) {
    const asked = base.transaction(name).objectStore(name).getAll();
    const rows = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
    all[name] = [];
    for (const row of rows) all[name].push(await text(row));
  }
  base.close();
  return all;
}"""


@dataclass
class Handset:
    """One browser on one phone, and the page that is open in it."""

    site: Site
    context: BrowserContext
    page: Page

    def sign_in(self, who: str) -> None:
        cookie = {"name": "sessionid", "value": self.site.world.cookies[who], "url": self.site.url}
        self.context.add_cookies([cookie])  # type: ignore[list-item]

    def open(self, screen: str = "today") -> Page:
        """Open a screen of the page and wait until it stands there."""
        self.page.goto(f"{self.site.url}/field/#{screen}")
        if self.page.url.endswith(f"#{screen}"):
            # The same address with another screen behind the # loads nothing anew.
            self.page.wait_for_selector("[data-island=field][data-ready]", timeout=SLOW)
        self.page.wait_for_selector(f'[data-screen="{screen}"]', timeout=SLOW)
        return self.page

    def reload(self) -> None:
        """Load it again; a browser that is cut off may give up once while its worker wakes."""
        for is_last in (False, True):
            try:
                self.page.reload()
                return
            except Error:
                if is_last:
                    raise

    def take_along(self) -> None:
        """Wait until the rows and all parts of the page are on the phone."""
        self.settled()
        self.page.wait_for_function(KEPT, timeout=SLOW)

    def settled(self) -> None:
        """Wait until it was synchronised and nothing is under way."""
        status = self.page.locator("[data-field-status]")
        expect(status).to_contain_text("同步", timeout=SLOW)
        expect(status).not_to_contain_text("正在同步", timeout=SLOW)

    def send(self) -> None:
        """Come back to the signal and wait until nothing waits."""
        self.context.set_offline(False)
        self.page.evaluate("window.dispatchEvent(new Event('online'))")
        self.page.wait_for_function(
            "() => { const line = document.querySelector('[data-field-status]');"
            " return /fine|attention/.test(line.className)"
            " && !/待发送|正在同步/.test(line.textContent); }",
            timeout=SLOW,
        )

    def wake_the_worker(self) -> None:
        """What the browser does by itself when signal is back and the page was closed."""
        page = self.context.new_page()
        session = self.context.new_cdp_session(page)
        found: list[str] = []
        session.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
        )
        session.send("ServiceWorker.enable")
        page.goto(f"{self.site.url}/healthz")
        page.wait_for_timeout(500)
        event = {"origin": self.site.url, "tag": "xinqiao-field", "lastChance": False}
        session.send("ServiceWorker.dispatchSyncEvent", event | {"registrationId": found[-1]})

    def lies_here(self) -> dict[str, list[str]]:
        """What the page's database holds, by store."""
        found: dict[str, list[str]] = self.page.evaluate(DUMP)
        return found

    def text_of_everything(self) -> str:
        return json.dumps(self.lies_here(), ensure_ascii=False)


@contextmanager
def handset(playwright: Playwright, site: Site, folder: Path, **more: Any) -> Iterator[Handset]:
    """A browser whose data stays in `folder`; leaving the block kills it."""
    context = playwright.chromium.launch_persistent_context(
        str(folder),
        executable_path="/usr/bin/chromium",
        args=FLAGS,
        viewport=PHONE,  # type: ignore[arg-type]
        locale="zh-CN",
        reduced_motion="reduce",
        **more,
    )
    context.set_default_timeout(SLOW)
    try:
        page = context.pages[0] if context.pages else context.new_page()
        yield Handset(site, context, page)
    finally:
        context.close()


def forget_phones(site: Site) -> None:
    """As if no browser had been a phone yet, and nobody had set one up this hour.

    Those of the town itself, with a name, stay.
    """
    site.rows("UPDATE field_phone SET ended_at = now() WHERE name = '手机' RETURNING 1")
    site.rows("DELETE FROM accounts_ratebucket WHERE key LIKE 'field-%' RETURNING 1")
