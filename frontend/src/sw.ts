/**
 * Keeps what has no personal data: our static files and the empty report form, fetched without
 * cookies. Everything else always comes from the network.
 */
declare const self: ServiceWorkerGlobalScope & typeof globalThis;
export {};

const CACHE = "xinqiao-1";
const MOST_FILES = 80;
const SHELL = "/report/";
const SHELL_KEY = "/report/?shell";

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
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
  } else if (request.mode === "navigate" && url.pathname === SHELL) {
    event.respondWith(shellWhenOffline(request));
  }
});

// The first visit loads its files before the worker governs the page, so the page names them.
self.addEventListener("message", (event) => {
  const asked: unknown = (event.data as { keep?: unknown } | null)?.keep;
  if (!Array.isArray(asked)) return;
  const files = asked.map((url) => new URL(String(url), location.origin)).filter(isAsset);
  event.waitUntil(Promise.all(files.map((url) => fromCache(new Request(url)))));
});

function isAsset(url: URL): boolean {
  return url.origin === location.origin && url.pathname.startsWith("/static/assets/");
}

/** The empty form as nobody in particular sees it, and the files it names. */
async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  const response = await fetch(SHELL, { credentials: "omit", cache: "no-store" });
  if (!response.ok) return;
  const html = await response.clone().text();
  await cache.put(SHELL_KEY, response);
  const files = [...html.matchAll(/(?:href|src)="(\/static\/assets\/[^"]+)"/g)].map((found) => found[1] ?? "");
  await cache.addAll(files);
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

async function shellWhenOffline(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    void keepShell().catch(() => undefined);
    return response;
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(SHELL_KEY);
    if (kept) return kept;
    throw error;
  }
}
