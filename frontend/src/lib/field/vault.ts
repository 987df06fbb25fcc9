import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/**
 * What lies on the phone. Everything about people is sealed with AES-GCM by a key that no script
 * can read out; in the open stand only ids, states and times. Runs in the page and in the worker.
 */
export interface DeviceRow {
  id: string;
  /** The account it belongs to; a number that says nothing by itself. */
  owner: number;
  /** Missing once wiped: then nothing of this device can be opened here. */
  key?: CryptoKey;
  /** When the server last answered, and the latest moment this phone has seen; ms since 1970. */
  syncedAt: number;
  seenAt: number;
  keepMs: number;
}

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  body: ArrayBuffer;
}

/** held: the server has it and waits for something before it. */
export type State = "waiting" | "held" | "done" | "merged" | "refused" | "conflict";

/** One thing done without signal. `order` only grows, so that it is replayed as it was done. */
export interface QueueRow extends Sealed {
  id: string;
  device: string;
  order: number;
  state: State;
}

interface PhotoRow extends Sealed {
  id: string;
  device: string;
}

interface NamedRow extends Sealed {
  device: string;
  name: string;
}

export interface Schema extends DBSchema {
  devices: { key: string; value: DeviceRow };
  rows: { key: [string, string]; value: NamedRow };
  drafts: { key: [string, string]; value: NamedRow };
  queue: { key: string; value: QueueRow; indexes: { order: number } };
  photos: { key: string; value: PhotoRow };
}

export type Base = IDBPDatabase<Schema>;

let opened: Promise<Base> | undefined;

export function base(): Promise<Base> {
  opened ??= openDB<Schema>("xinqiao-field", 1, {
    upgrade(made) {
      made.createObjectStore("devices", { keyPath: "id" });
      made.createObjectStore("rows", { keyPath: ["device", "name"] });
      made.createObjectStore("drafts", { keyPath: ["device", "name"] });
      made.createObjectStore("queue", { keyPath: "id" }).createIndex("order", "order");
      made.createObjectStore("photos", { keyPath: "id" });
    },
    // A newer page wants to change the stores: let it, this one opens them again when needed.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      opened = undefined;
    },
    terminated() {
      opened = undefined;
    },
  });
  return opened;
}

/** Seals and opens under one device's key. `place` binds a value to where it lies. */
export class Vault {
  constructor(
    readonly device: string,
    private readonly key: CryptoKey,
  ) {}

  async seal(value: unknown, place: string): Promise<Sealed> {
    return this.sealBytes(new TextEncoder().encode(JSON.stringify(value)), place);
  }

  async open<T>(sealed: Sealed, place: string): Promise<T> {
    const bytes = await this.openBytes(sealed, place);
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  }

  async sealBytes(bytes: BufferSource, place: string): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, body: await crypto.subtle.encrypt(this.how(iv, place), this.key, bytes) };
  }

  openBytes(sealed: Sealed, place: string): Promise<ArrayBuffer> {
    return crypto.subtle.decrypt(this.how(sealed.iv, place), this.key, sealed.body);
  }

  private how(iv: Uint8Array<ArrayBuffer>, place: string): AesGcmParams {
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`${this.device}/${place}`) };
  }

  async keepRows(name: string, rows: unknown): Promise<void> {
    const sealed = await this.seal(rows, `rows/${name}`);
    await (await base()).put("rows", { device: this.device, name, ...sealed });
  }

  async keptRows<T>(name: string): Promise<T | undefined> {
    const row = await (await base()).get("rows", [this.device, name]);
    return row && this.open<T>(row, `rows/${name}`);
  }

  async keepDraft(name: string, draft: unknown): Promise<void> {
    const sealed = await this.seal(draft, `drafts/${name}`);
    await (await base()).put("drafts", { device: this.device, name, ...sealed });
  }

  async keptDraft<T>(name: string): Promise<T | undefined> {
    const row = await (await base()).get("drafts", [this.device, name]);
    return row && this.open<T>(row, `drafts/${name}`);
  }

  async dropDraft(name: string): Promise<void> {
    await (await base()).delete("drafts", [this.device, name]);
  }

  async keepPhoto(id: string, blob: Blob): Promise<void> {
    const sealed = await this.sealBytes(await blob.arrayBuffer(), `photos/${id}`);
    await (await base()).put("photos", { id, device: this.device, ...sealed });
  }

  async keptPhoto(id: string): Promise<Blob | undefined> {
    const row = await (await base()).get("photos", id);
    if (!row) return undefined;
    return new Blob([await this.openBytes(row, `photos/${id}`)]);
  }
}

/** Bytes as the server writes them: base64. */
export async function importKey(encoded: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}
