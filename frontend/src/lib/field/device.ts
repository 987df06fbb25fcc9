import { base, importKey, Vault, type DeviceRow, type Sealed } from "./vault";

/** Tells the other tabs and the worker what happened to the shared rows. */
export type News = { type: "wiped"; why: Why } | { type: "queue" } | { type: "rows" };
export type Why = "signed-out" | "expired" | "revoked" | "other-person";

const CHANNEL = "xinqiao-field";
let channel: BroadcastChannel | undefined;

export function tell(news: News): void {
  channel ??= new BroadcastChannel(CHANNEL);
  channel.postMessage(news);
}

export function hear(listen: (news: News) => void): void {
  const heard = new BroadcastChannel(CHANNEL);
  heard.addEventListener("message", (event: MessageEvent<News>) => listen(event.data));
}

/** The device whose rows can be opened here: at most one, since one person uses a phone at a time. */
export async function openDevice(): Promise<DeviceRow | undefined> {
  return (await (await base()).getAll("devices")).find(({ key }) => key);
}

export async function openVault(): Promise<Vault | undefined> {
  const device = await openDevice();
  return device?.key && new Vault(device.id, device.key);
}

/** The phone that this person had here last, so that the server ends it for the new one. */
export async function newestOf(owner: number | undefined): Promise<string | undefined> {
  const own = (await (await base()).getAll("devices")).filter((one) => owner && one.owner === owner);
  return own.sort((a, b) => b.seenAt - a.seenAt)[0]?.id;
}

/** Devices whose unsent work lies here without a key. */
export async function leftDevices(): Promise<string[]> {
  const rows = await (await base()).getAll("devices");
  return rows.filter(({ key }) => !key).map(({ id }) => id);
}

/** Seal what was left under an older key of the same person again, as this device's own. */
export async function adopt(left: string, key: CryptoKey, vault: Vault): Promise<void> {
  const database = await base();
  const former = new Vault(left, key);
  const own = <T extends { device: string }>(rows: T[]) => rows.filter(({ device }) => device === left);
  const move = async <T extends Sealed>(row: T, place: string): Promise<T> => {
    const sealed = await vault.sealBytes(await former.openBytes(row, place), place);
    return { ...row, ...sealed, device: vault.device };
  };
  const queue = await Promise.all(
    own(await database.getAll("queue")).map((row) => move(row, `queue/${row.id}`)),
  );
  const photos = await Promise.all(
    own(await database.getAll("photos")).map((row) => move(row, `photos/${row.id}`)),
  );
  const drafts = await Promise.all(
    own(await database.getAll("drafts")).map((row) => move(row, `drafts/${row.name}`)),
  );
  const change = database.transaction(["devices", "queue", "photos", "drafts"], "readwrite");
  for (const row of queue) await change.objectStore("queue").put(row);
  for (const row of photos) await change.objectStore("photos").put(row);
  for (const row of drafts) {
    await change.objectStore("drafts").delete([left, row.name]);
    await change.objectStore("drafts").put(row);
  }
  await change.objectStore("devices").delete(left);
  await change.done;
  tell({ type: "queue" });
}

export interface Handed {
  id: string;
  owner: number;
  key: string;
  keepMs: number;
}

/** Take the key from the server. It stays in the browser as an object without readable bytes. */
export async function keepDevice(handed: Handed, at = Date.now()): Promise<Vault> {
  const key = await importKey(handed.key);
  const { id, owner, keepMs } = handed;
  await (await base()).put("devices", { id, owner, key, keepMs, syncedAt: at, seenAt: at });
  return new Vault(id, key);
}

export async function noteSync(id: string, owner?: number, at = Date.now()): Promise<void> {
  const store = (await base()).transaction("devices", "readwrite").store;
  const device = await store.get(id);
  if (device?.key) await store.put({ ...device, owner: owner ?? device.owner, syncedAt: at, seenAt: at });
}

/**
 * Forget a phone that the server has not answered for too long; true when it did. A clock that was
 * turned back does not help: the latest moment ever seen counts.
 */
export async function wipeIfExpired(at = Date.now()): Promise<boolean> {
  const device = await openDevice();
  if (!device) return false;
  const seenAt = Math.max(device.seenAt, at);
  if (seenAt - device.syncedAt > device.keepMs) {
    await wipe("expired");
    return true;
  }
  if (seenAt > device.seenAt + 60_000) {
    const store = (await base()).transaction("devices", "readwrite").store;
    const newest = await store.get(device.id);
    if (newest?.key) await store.put({ ...newest, seenAt: Math.max(newest.seenAt, seenAt) });
  }
  return false;
}

/**
 * Throw away the rows and the key. What was not sent stays, sealed: without the key nobody can read
 * it here, and the server hands the key only to the same person again.
 */
export async function wipe(why: Why): Promise<void> {
  const database = await base();
  const change = database.transaction(["devices", "rows", "drafts", "queue", "photos"], "readwrite");
  await change.objectStore("rows").clear();
  const unsent = new Set<string>();
  for (const row of await change.objectStore("queue").getAll()) {
    if (row.state === "done" || row.state === "merged") await change.objectStore("queue").delete(row.id);
    else unsent.add(row.device);
  }
  for (const draft of await change.objectStore("drafts").getAll()) unsent.add(draft.device);
  for (const photo of await change.objectStore("photos").getAll()) {
    if (!unsent.has(photo.device)) await change.objectStore("photos").delete(photo.id);
  }
  for (const device of await change.objectStore("devices").getAll()) {
    const { key: _key, ...rest } = device;
    if (unsent.has(device.id)) await change.objectStore("devices").put(rest);
    else await change.objectStore("devices").delete(device.id);
  }
  await change.done;
  tell({ type: "wiped", why });
}
