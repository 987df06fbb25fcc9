import { base, type QueueRow, type State, type Vault } from "./vault";
import { tell } from "./device";
import type { Clash, Payload } from "./shapes";

/** A photo that a command carries: its place in the payload holds `photo:<id>` until it is sent. */
export interface QueuedPhoto {
  id: string;
  name: string;
  token?: string;
  tokenAt?: number;
}

/** A form as it was filled in, so that it can be opened again. */
export interface Written {
  answers: Payload;
  more: Payload;
}

/** What somebody did: sealed on the phone as a whole. */
export interface Queued {
  kind: string;
  payload: Payload;
  /** In words of the page, for the list of what waits. */
  title: string;
  /** What it is about, so that the rows show it before the server has it: `people/12`. */
  about?: string;
  /** The form it was written in, to open it again when refused. */
  route: string;
  draft: string;
  written: Written;
  happenedAt: string;
  /** Rises when a refused one was corrected and is sent again. */
  attempt: number;
  photos: QueuedPhoto[];
  message?: string;
  clashes?: Clash[];
  data?: Payload;
  answeredAt?: number;
}

export interface Entry extends Queued {
  id: string;
  order: number;
  state: State;
}

export const PHOTO = "photo:";
const KEEP_SENT = 30;

/** The photos that a payload names, wherever it names them. */
export function photosIn(value: unknown): QueuedPhoto[] {
  if (typeof value === "string") {
    return value.startsWith(PHOTO) ? [{ id: value.slice(PHOTO.length), name: "photo.jpg" }] : [];
  }
  return value && typeof value === "object" ? Object.values(value).flatMap(photosIn) : [];
}

/** Keep it on the phone before any attempt to send; only then may the page say that it is kept. */
export async function enqueue(vault: Vault, id: string, queued: Queued): Promise<void> {
  const sealed = await vault.seal(queued, `queue/${id}`);
  const change = (await base()).transaction(["queue", "drafts"], "readwrite");
  const last = await change.objectStore("queue").index("order").openCursor(null, "prev");
  const order = Math.max(Date.now(), (last?.value.order ?? 0) + 1);
  const row: QueueRow = { id, device: vault.device, order, state: "waiting", ...sealed };
  // A refused one that was corrected takes the place of what it was.
  await change.objectStore("queue").put(row);
  // In the same transaction: a phone that dies here has either the draft or the command.
  await change.objectStore("drafts").delete([vault.device, queued.draft]);
  await change.done;
  tell({ type: "queue" });
}

export async function entries(vault: Vault): Promise<Entry[]> {
  const rows = await (await base()).getAllFromIndex("queue", "order");
  const own = rows.filter(({ device }) => device === vault.device);
  return Promise.all(own.map((row) => openRow(vault, row)));
}

async function openRow(vault: Vault, row: QueueRow): Promise<Entry> {
  const { id, order, state } = row;
  return { ...(await vault.open<Queued>(row, `queue/${id}`)), id, order, state };
}

/** How much is not settled, also of people whose key is gone. */
export async function countUnsent(device?: string): Promise<number> {
  const rows = await (await base()).getAll("queue");
  const open = rows.filter(({ state }) => !isSettled(state));
  return open.filter((row) => !device || row.device === device).length;
}

/** Write an entry again, unless somebody dropped it meanwhile. was: the id it had before. */
export async function update(vault: Vault, entry: Entry, was = entry.id): Promise<void> {
  const { id, order, state, ...queued } = entry;
  const sealed = await vault.seal(queued, `queue/${id}`);
  const store = (await base()).transaction("queue", "readwrite").store;
  if (!(await store.get(was))) return;
  if (was !== id) await store.delete(was);
  await store.put({ id, device: vault.device, order, state, ...sealed });
  tell({ type: "queue" });
}

export async function drop(id: string, photos: QueuedPhoto[]): Promise<void> {
  const change = (await base()).transaction(["queue", "photos"], "readwrite");
  await change.objectStore("queue").delete(id);
  for (const photo of photos) await change.objectStore("photos").delete(photo.id);
  await change.done;
  tell({ type: "queue" });
}

/**
 * After a sync the rows themselves say what was sent: the words and photos of it leave the phone, and
 * of entries beyond the newest nothing stays.
 */
export async function tidy(vault: Vault, syncedAt: number): Promise<void> {
  const settled = (await entries(vault)).filter(({ state }) => isSettled(state));
  for (const [index, entry] of settled.reverse().entries()) {
    if (index >= KEEP_SENT) await drop(entry.id, entry.photos);
    else if ((entry.answeredAt ?? 0) < syncedAt && Object.keys(entry.payload).length) {
      await dropPhotos(entry.photos);
      await update(vault, { ...entry, payload: {}, written: { answers: {}, more: {} }, photos: [] });
    }
  }
}

export function isSettled(state: State): boolean {
  return state === "done" || state === "merged";
}

export async function dropPhotos(photos: QueuedPhoto[]): Promise<void> {
  if (!photos.length) return;
  const store = (await base()).transaction("photos", "readwrite").store;
  await Promise.all(photos.map(({ id }) => store.delete(id)));
}
