import { openDevice } from "./device";
import { entries, isSettled, type Entry } from "./queue";
import type { Meta, Row } from "./shapes";
import { metaOf, tableOf, type Table } from "./sync";
import type { Vault } from "./vault";

/** Everything of this phone, opened, as the screens read it. It lives in memory only. */
export class Model {
  private readonly tables = new Map<string, Table>();
  entries: Entry[] = [];
  meta: Meta | undefined;
  syncedAt = 0;

  private constructor(readonly vault: Vault) {}

  static async open(vault: Vault, kinds: string[]): Promise<Model> {
    const model = new Model(vault);
    await model.readRows(kinds);
    await model.readQueue();
    return model;
  }

  async readRows(kinds: string[]): Promise<void> {
    const read = await Promise.all(kinds.map(async (kind) => [kind, await tableOf(this.vault, kind)] as const));
    for (const [kind, table] of read) this.tables.set(kind, table);
    this.meta = await metaOf(this.vault);
    this.syncedAt = (await openDevice())?.syncedAt ?? 0;
  }

  async readQueue(): Promise<void> {
    this.entries = await entries(this.vault);
  }

  rows<T extends Row>(kind: string): T[] {
    return [...(this.tables.get(kind)?.values() ?? [])] as T[];
  }

  row<T extends Row>(kind: string, id: unknown): T | undefined {
    return this.tables.get(kind)?.get(String(id)) as T | undefined;
  }

  /** What was done here about something and does not stand in the rows yet. */
  pending(about: string): Entry[] {
    return this.entries.filter((entry) => entry.about === about && this.isAhead(entry));
  }

  /** Not sent, or answered after the rows were fetched: the row is older than what was done here. */
  private isAhead({ state, answeredAt = 0 }: Entry): boolean {
    return state === "waiting" || state === "held" || (isSettled(state) && answeredAt > this.syncedAt);
  }

  get waiting(): Entry[] {
    return this.entries.filter(({ state }) => state === "waiting" || state === "held");
  }

  get attention(): Entry[] {
    return this.entries.filter(({ state }) => state === "refused" || state === "conflict");
  }
}
