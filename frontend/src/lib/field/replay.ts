import { Away, post, Refusal, upload } from "./api";
import { openVault, wipe, type Why } from "./device";
import { entries, PHOTO, update, type Entry } from "./queue";
import type { Answer, Answers, Payload } from "./shapes";
import type { State, Vault } from "./vault";

export type Result = "sent" | "nothing" | "away" | "signed-out" | "gone" | "busy";

const LOCK = "xinqiao-field-replay";
const BATCH = 20;
/** A token opens an upload for a day; after 20 hours the photo is uploaded again. */
const TOKEN_LIFE_MS = 20 * 3600 * 1000;

/**
 * Send what waits, oldest first, in one tab or the worker at a time. The ids make a second sending
 * harmless; an entry is settled only by the server's own answer about it. Never throws.
 */
export async function replay(): Promise<Result> {
  return navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return "busy";
    const vault = await openVault();
    if (!vault) return "nothing";
    try {
      return await sendAll(vault);
    } catch (error) {
      return fallen(error);
    }
  });
}

/** What a failed request means for this phone; wipes it where the server says so. */
export async function fallen(error: unknown): Promise<Result> {
  if (error instanceof Refusal) {
    if (error.isSignedOut) return "signed-out";
    if (error.isPhoneGone) {
      await wipe(why(error));
      return "gone";
    }
  }
  if (!(error instanceof Away || error instanceof Refusal)) console.error(error);
  return "away";
}

function why(error: Refusal): Why {
  if (error.code === "phone_expired") return "expired";
  return error.code === "phone_of_another" ? "other-person" : "revoked";
}

async function sendAll(vault: Vault): Promise<Result> {
  let result: Result = "nothing";
  const asked = new Set<string>();
  for (;;) {
    // Read anew each round: more may have come, or something was dropped meanwhile.
    const open = (await entries(vault)).filter((one) => isOpen(one) && !asked.has(one.id));
    const batch = open.slice(0, BATCH);
    if (!batch.length) break;
    batch.forEach(({ id }) => asked.add(id));
    await sendBatch(vault, batch);
    result = "sent";
  }
  return result;
}

function isOpen({ state }: Entry): boolean {
  return state === "waiting" || state === "held";
}

async function sendBatch(vault: Vault, batch: Entry[]): Promise<void> {
  const ready: Entry[] = [];
  for (const entry of batch) {
    if (await uploadPhotos(vault, entry)) ready.push(entry);
  }
  if (!ready.length) return;
  try {
    await settle(vault, ready, await ask(vault, ready));
  } catch (error) {
    if (!(error instanceof Refusal) || error.isSignedOut || error.isPhoneGone) throw error;
    if (ready.length === 1) await refuse(vault, ready[0] as Entry, error.message);
    // One that cannot be read must not hold up the others.
    else for (const entry of ready) await sendBatch(vault, [entry]);
  }
}

async function ask(vault: Vault, ready: Entry[]): Promise<Answer[]> {
  const commands = ready.map((entry) => ({
    id: entry.id,
    kind: entry.kind,
    payload: withTokens(entry),
    happened_at: entry.happenedAt,
    attempt: entry.attempt,
  }));
  const body = { commands, sent_at: new Date().toISOString() };
  return (await post<Answers>("/commands", body, vault.device)).answers;
}

async function settle(vault: Vault, sent: Entry[], answers: Answer[]): Promise<void> {
  for (const answer of answers) {
    const entry = sent.find(({ id }) => id === answer.id);
    if (!entry) continue;
    const { message, clashes, data } = answer;
    const state: State = answer.fate === "waiting" ? "held" : answer.fate;
    await update(vault, { ...entry, state, message, clashes, data, answeredAt: Date.now() });
  }
}

async function refuse(vault: Vault, entry: Entry, message: string): Promise<void> {
  await update(vault, { ...entry, state: "refused", message });
}

/** Photos first; each token is kept at once, so that an interrupted one goes on where it was. */
async function uploadPhotos(vault: Vault, entry: Entry): Promise<boolean> {
  for (const photo of entry.photos) {
    if (photo.token && Date.now() - (photo.tokenAt ?? 0) < TOKEN_LIFE_MS) continue;
    const blob = await vault.keptPhoto(photo.id);
    if (!blob) continue;
    try {
      photo.token = await upload(blob, photo.name);
    } catch (error) {
      if (!(error instanceof Refusal) || error.isSignedOut) throw error;
      await refuse(vault, entry, error.message);
      return false;
    }
    photo.tokenAt = Date.now();
    await update(vault, entry);
  }
  return true;
}

function withTokens(entry: Entry): Payload {
  const tokens = new Map(entry.photos.map(({ id, token }) => [PHOTO + id, token]));
  const fill = (value: unknown): unknown => {
    if (typeof value === "string") return tokens.get(value) ?? value;
    if (Array.isArray(value)) return value.map(fill);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fill(inner)]));
    }
    return value;
  };
  return fill(entry.payload) as Payload;
}
