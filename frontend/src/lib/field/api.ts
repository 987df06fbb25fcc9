/** Talks to the server from the page and from the worker; it throws `Away` or `Refusal` only. */

/** No answer came, or none worth the name: try again later. */
export class Away extends Error {}

/** The server said no. `code` is for programs, `message` for people. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** The session is over; whoever signs in again goes on where they were. */
  get isSignedOut(): boolean {
    return this.status === 401;
  }

  /** This phone must forget what it carries: ended, expired, unknown, or set up for another. */
  get isPhoneGone(): boolean {
    return this.status === 410 || this.code === "phone_of_another" || this.code === "no_grid_post";
  }
}

const SHORT_MS = 20_000;
const LONG_MS = 120_000;
const ROOT = "/api/v1/field";

/** undefined: nothing changed since. */
export async function get<T>(path: string, phone: string): Promise<T | undefined> {
  const response = await ask(ROOT + path, { method: "GET", headers: named(phone) }, LONG_MS);
  return response.status === 304 ? undefined : read<T>(response);
}

export async function post<T>(path: string, body: unknown, phone?: string): Promise<T> {
  const headers = { "Content-Type": "application/json", ...named(phone) };
  const wanted = { method: "POST", headers, body: JSON.stringify(body) };
  return read<T>(await ask(ROOT + path, wanted, SHORT_MS));
}

export async function upload(file: Blob, name: string): Promise<string> {
  const form = new FormData();
  form.append("file", file, name);
  const answer = await ask("/files/upload", { method: "POST", body: form }, LONG_MS);
  return (await read<{ token: string }>(answer)).token;
}

function named(phone: string | undefined): Record<string, string> {
  return phone ? { "X-Field-Phone": phone } : {};
}

async function ask(url: string, wanted: RequestInit, limit: number): Promise<Response> {
  const go = async (): Promise<Response> => {
    const headers = { ...wanted.headers, Accept: "application/json", "X-CSRFToken": await csrf() };
    const signal = AbortSignal.timeout(limit);
    return fetch(url, { ...wanted, headers, signal, cache: "no-store", credentials: "same-origin" });
  };
  try {
    const first = await go();
    if (first.status !== 403 || wanted.method === "GET") return first;
    // The kept shell came without a token, or it is of an older session: this page hands one out.
    await fetch("/field/", { cache: "no-store", credentials: "same-origin" });
    return await go();
  } catch (error) {
    throw new Away(String(error));
  }
}

async function read<T>(response: Response): Promise<T> {
  if (response.redirected && new URL(response.url).pathname.startsWith("/accounts/")) {
    throw new Refusal(401, "signed_out", "");
  }
  if (response.status >= 500 || response.status === 429) throw new Away(`status ${response.status}`);
  if (!response.ok) {
    const { code, detail } = await problemOf(response);
    throw new Refusal(response.status, code, detail);
  }
  try {
    return (await response.json()) as T;
  } catch (error) {
    throw new Away(String(error));
  }
}

async function problemOf(response: Response): Promise<{ code: string; detail: string }> {
  try {
    const told = (await response.json()) as { code?: string; detail?: string };
    return { code: told.code ?? "", detail: told.detail ?? "" };
  } catch {
    return { code: "", detail: "" };
  }
}

interface Cookies {
  document?: { cookie: string };
  cookieStore?: { get(name: string): Promise<{ value?: string } | null> };
}

/** The page reads its cookies; the worker has a store for them where it runs in the background. */
async function csrf(): Promise<string> {
  const { document: page, cookieStore } = globalThis as Cookies;
  if (page) return /(?:^|; )csrftoken=([^;]+)/.exec(page.cookie)?.[1] ?? "";
  return (await cookieStore?.get("csrftoken"))?.value ?? "";
}
