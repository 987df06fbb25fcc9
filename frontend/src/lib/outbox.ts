import { csrfToken } from "./dom";
import { WAITING_FLAG } from "./offline";
import { store, type Photo, type Waiting } from "./store";
import { toast } from "./toast";
import { say } from "./words";

/** A token opens an upload for a day; after 20 hours we upload again rather than risk it. */
const TOKEN_LIFE_MS = 20 * 3600 * 1000;

export type Outcome =
  | { kind: "sent"; url: string }
  | { kind: "refused"; reason: string; page?: Document }
  | { kind: "offline" };

export async function enqueue(waiting: Waiting): Promise<void> {
  await (await store()).put("outbox", waiting);
  await changed();
}

export async function waitingOnes(): Promise<Waiting[]> {
  return (await store()).getAll("outbox");
}

export async function drop(key: string): Promise<void> {
  await (await store()).delete("outbox", key);
  await changed();
}

async function changed(): Promise<void> {
  const count = await (await store()).count("outbox");
  if (count) localStorage.setItem(WAITING_FLAG, String(count));
  else localStorage.removeItem(WAITING_FLAG);
  window.dispatchEvent(new CustomEvent("outbox:change"));
}

let running: Promise<void> | undefined;

/** Send what waits, oldest first, one run at a time; the key makes a second sending harmless. */
export function flush(): Promise<void> {
  running ??= sendAll().finally(() => (running = undefined));
  return running;
}

async function sendAll(): Promise<void> {
  const ones = (await waitingOnes()).sort((a, b) => a.queuedAt - b.queuedAt);
  for (const one of ones) {
    if (one.refused) continue;
    const outcome = await send(one);
    if (outcome.kind === "offline") return;
    const database = await store();
    if (outcome.kind === "sent") {
      await database.delete("outbox", one.key);
      const text = (one.fields.text ?? "").slice(0, 60);
      window.dispatchEvent(new CustomEvent("outbox:sent", { detail: { url: outcome.url, text } }));
      toast(say("sent"), "success");
    } else {
      await database.put("outbox", { ...one, refused: outcome.reason });
      toast(say("refused", { reason: outcome.reason }), "danger");
    }
    await changed();
  }
}

/** Send one report: photos first, then the form. Never throws. */
export async function send(
  one: Waiting,
  progress: (done: number) => void = () => undefined,
): Promise<Outcome> {
  try {
    for (const [index, photo] of one.photos.entries()) {
      progress(index);
      const refusal = await upload(photo, one.uploadUrl, one.url);
      if (refusal) return { kind: "refused", reason: refusal };
    }
    return await post(one);
  } catch {
    // fetch rejects only when no answer came: the report may or may not have arrived.
    return { kind: "offline" };
  }
}

async function upload(photo: Photo, url: string, page: string): Promise<string | undefined> {
  if (photo.token && Date.now() - (photo.tokenAt ?? 0) < TOKEN_LIFE_MS) return undefined;
  const file = () => {
    const body = new FormData();
    body.append("file", photo.blob, photo.name);
    return body;
  };
  const response = await postForm(url, page, file, "application/json");
  if (response.status >= 500) throw new Error("the server is away");
  if (!response.ok) return problemOf(response);
  photo.token = ((await response.json()) as { token: string }).token;
  photo.tokenAt = Date.now();
  return undefined;
}

async function post(one: Waiting): Promise<Outcome> {
  const response = await postForm(one.url, one.url, () => {
    const body = new FormData();
    for (const [name, value] of Object.entries(one.fields)) body.append(name, value);
    body.set("idempotency_key", one.key);
    for (const photo of one.photos) if (photo.token) body.append("photo_tokens", photo.token);
    return body;
  });
  if (response.ok && response.redirected) return { kind: "sent", url: response.url };
  if (response.status >= 502) return { kind: "offline" };
  if (response.headers.get("Content-Type")?.includes("json")) {
    return { kind: "refused", reason: await problemOf(response) };
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { kind: "refused", reason: reasonOn(page), page };
}

/** Post with the newest token; a page from the offline shell has none, so fetch one and try again. */
async function postForm(
  url: string,
  page: string,
  body: () => FormData,
  accept = "text/html",
): Promise<Response> {
  const go = () =>
    fetch(url, {
      method: "POST",
      body: body(),
      headers: { "X-CSRFToken": csrfToken(), Accept: accept, "X-Requested-With": "fetch" },
    });
  const first = await go();
  if (first.status !== 403) return signedIn(first);
  await fetch(page, { cache: "no-store" });
  return signedIn(await go());
}

/** A session that ended leads to the sign-in page, which must never pass for "received". */
function signedIn(response: Response): Response {
  if (!response.redirected || !new URL(response.url).pathname.startsWith("/accounts/")) return response;
  toast(say("signInFirst"), "warning");
  throw new Error("signed out");
}

function reasonOn(page: Document): string {
  const words = page.querySelector("#report-form [role=alert], #report-form .invalid-feedback");
  const field = page.querySelector("#report-form .invalid-feedback");
  const sentence = (field ?? words ?? page.querySelector("main .fs-3, main [role=alert]"))?.textContent;
  return sentence?.trim() || say("failed");
}

async function problemOf(response: Response): Promise<string> {
  try {
    return ((await response.json()) as { detail?: string }).detail ?? say("failed");
  } catch {
    return say("failed");
  }
}
