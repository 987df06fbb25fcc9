import { replay } from "./lib/field/replay";

/**
 * Keeps what has no personal data: our static files and the empty report and field pages, fetched
 * without cookies. Everything else always comes from the network. Sends what waits on the phone
 * when the network is back and no page is open.
 */
declare const self: ServiceWorkerGlobalScope & typeof globalThis;

const CACHE = "xinqiao-1";
const MOST_FILES = 120;
const REPORT = "/report/";
const FIELD = "/field/";
const SHELLS = [REPORT, FIELD];
/** A field page that has not come by then is opened from the phone. */
const PATIENCE_MS = 3000;

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell(REPORT).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (isAsset(url)) {
    event.respondWith(fromCache(request));
  } else if (request.mode === "navigate" && url.pathname === REPORT) {
    event.respondWith(shellWhenOffline(request));
  } else if (request.mode === "navigate" && url.pathname === FIELD) {
    event.respondWith(shellWhenSlow(request));
  }
});

// The first visit loads its files before the worker governs the page, so the page names them.
// The shell comes after its files: a shell whose files are missing opens nothing.
self.addEventListener("message", (event) => {
  const asked = event.data as { keep?: unknown; shell?: unknown } | null;
  if (!Array.isArray(asked?.keep)) return;
  const files = asked.keep.map((url) => new URL(String(url), location.origin)).filter(isAsset);
  const shell = SHELLS.find((known) => known === asked.shell);
  const kept = Promise.all(files.map((url) => fromCache(new Request(url))));
  event.waitUntil(shell ? kept.then(() => keepShell(shell)) : kept);
});

self.addEventListener("sync", (event) => {
  const { tag } = event as SyncEvent;
  // A promise that fails makes the browser try again later.
  if (tag === "xinqiao-field") (event as SyncEvent).waitUntil(replay().then(failWhenAway));
});

function failWhenAway(result: string): void {
  if (result === "away") throw new Error("no network");
}

function isAsset(url: URL): boolean {
  return url.origin === location.origin && url.pathname.startsWith("/static/assets/");
}

/** The empty page as nobody in particular sees it, and the files it names. */
async function keepShell(path: string): Promise<void> {
  const cache = await caches.open(CACHE);
  const response = await fetch(path, { credentials: "omit", cache: "no-store" });
  if (!response.ok) return;
  const html = await response.clone().text();
  const files = [...html.matchAll(/(?:href|src)="(\/static\/assets\/[^"]+)"/g)].map((found) => found[1] ?? "");
  await Promise.all(files.map((file) => fromCache(new Request(file))));
  await cache.put(`${path}?shell`, response);
}

/** Names in assets/ change with their content, so a kept one is never stale. */
async function fromCache(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    await forgetOldest(cache);
  }
  return response;
}

/** Each new build brings new names; the oldest go. */
async function forgetOldest(cache: Cache): Promise<void> {
  const kept = (await cache.keys()).filter(({ url }) => isAsset(new URL(url)));
  await Promise.all(kept.slice(0, -MOST_FILES).map((request) => cache.delete(request)));
}

async function keptShell(path: string): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(`${path}?shell`);
}

async function shellWhenOffline(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    void keepShell(REPORT).catch(() => undefined);
    return response;
  } catch (error) {
    const kept = await keptShell(REPORT);
    if (kept) return kept;
    throw error;
  }
}

/** One bar of signal is worse than none: the network may answer in time, else the phone does. */
async function shellWhenSlow(request: Request): Promise<Response> {
  const kept = await keptShell(FIELD);
  if (!kept) return fetch(request);
  const answered = fetch(request).then(
    (response) => (response.status >= 500 ? kept : response),
    () => kept,
  );
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([answered, late]);
}
