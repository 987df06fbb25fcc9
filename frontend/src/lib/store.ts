import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** A photo on the phone; `token` once the server has it, `tokenAt` in ms since 1970. */
export interface Photo {
  blob: Blob;
  name: string;
  token?: string;
  tokenAt?: number;
}

/** What somebody is writing: form values by name, one entry a field. */
export interface Draft {
  name: string;
  key: string;
  fields: Record<string, string>;
  photos: Photo[];
  changedAt: number;
}

/** A finished report that waits for the network, or was refused with a reason. */
export interface Waiting {
  key: string;
  draft: string;
  url: string;
  uploadUrl: string;
  fields: Record<string, string>;
  photos: Photo[];
  queuedAt: number;
  refused?: string;
}

interface Schema extends DBSchema {
  drafts: { key: string; value: Draft };
  outbox: { key: string; value: Waiting };
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

export function store(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("xinqiao", 1, {
    upgrade(database) {
      database.createObjectStore("drafts", { keyPath: "name" });
      database.createObjectStore("outbox", { keyPath: "key" });
    },
  });
  return opened;
}
