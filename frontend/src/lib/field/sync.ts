import { get, post, Refusal } from "./api";
import { adopt, keepDevice, leftDevices, newestOf, noteSync, openDevice, openVault, tell } from "./device";
import { noteCarrying } from "./guard";
import { tidy } from "./queue";
import { fallen, replay, type Result } from "./replay";
import type { Bundle, Meta, Registered, Row } from "./shapes";
import { importKey, type Vault } from "./vault";
import { signedInUser } from "./watch";

export type Table = Map<string, Row>;

interface Kept {
  cursor: string;
  kinds: string[];
}

const LOCK = "xinqiao-field-sync";
const DAY_MS = 24 * 3600 * 1000;

/** Set this phone up for whoever is signed in, and open again what they left on it. */
export async function register(): Promise<Result | Refusal> {
  // Two tabs that open together set one phone up.
  return navigator.locks.request(LOCK, async () => ((await openVault()) ? "sent" : setUp()));
}

async function setUp(): Promise<Result | Refusal> {
  try {
    const { id, key, days } = await post<Registered>("/devices", { name: "" }, await newestOf(signedInUser()));
    const owner = signedInUser() ?? 0;
    const vault = await keepDevice({ id, owner, key, keepMs: days * DAY_MS });
    noteCarrying(true);
    await adoptLeft(vault);
    return "sent";
  } catch (error) {
    return error instanceof Refusal && !error.isSignedOut ? error : fallen(error);
  }
}

/** What was left unsent is sealed under a key that only its owner gets from the server again. */
async function adoptLeft(vault: Vault): Promise<void> {
  for (const id of await leftDevices()) {
    try {
      const { key } = await post<{ key: string }>(`/devices/${id}/key`, {});
      await adopt(id, await importKey(key), vault);
    } catch (error) {
      // Somebody else's, or a phone that was taken out of use: it stays as it is.
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

/** Send what waits, then fetch what changed. */
export async function synchronise(): Promise<Result> {
  const sent = await replay();
  if (sent === "away" || sent === "signed-out" || sent === "gone") return sent;
  return navigator.locks.request(LOCK, async () => {
    const vault = await openVault();
    if (!vault) return "nothing";
    try {
      const began = Date.now();
      await pull(vault, began);
      await tidy(vault, began);
      return "sent";
    } catch (error) {
      return fallen(error);
    }
  });
}

/** began: what is answered after that may be missing in the rows. */
async function pull(vault: Vault, began: number): Promise<void> {
  const kept = await vault.keptRows<Kept>("kept");
  const query = kept ? `?have=${encodeURIComponent(kept.cursor)}` : "";
  const bundle = await get<Bundle>(`/bundle${query}`, vault.device);
  if (!bundle) {
    await noteSync(vault.device, undefined, began);
    return;
  }
  // Signed out or wiped while the answer was under way: nothing of it may stay.
  if ((await openDevice())?.id !== vault.device) return;
  const kinds = new Set(bundle.full ? [] : kept?.kinds);
  for (const [name, change] of Object.entries(bundle.kinds)) {
    const table = bundle.full ? new Map<string, Row>() : await tableOf(vault, name);
    change.removed.forEach((id) => table.delete(String(id)));
    change.rows.forEach((row) => table.set(String(row.id), row));
    await vault.keepRows(`kind/${name}`, [...table.values()]);
    kinds.add(name);
  }
  if (bundle.full) {
    for (const name of kept?.kinds ?? []) if (!kinds.has(name)) await vault.keepRows(`kind/${name}`, []);
  }
  if (bundle.meta) await vault.keepRows("meta", bundle.meta);
  // Last: a phone that dies before this asks for the same difference again.
  await vault.keepRows("kept", { cursor: bundle.cursor, kinds: [...kinds] });
  await noteSync(vault.device, bundle.meta?.user.id, began);
  tell({ type: "rows" });
}

export async function tableOf(vault: Vault, name: string): Promise<Table> {
  const rows = (await vault.keptRows<Row[]>(`kind/${name}`)) ?? [];
  return new Map(rows.map((row) => [String(row.id), row]));
}

export function metaOf(vault: Vault): Promise<Meta | undefined> {
  return vault.keptRows<Meta>("meta");
}
