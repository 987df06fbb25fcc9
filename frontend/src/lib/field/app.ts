import { attempt as later } from "./backoff";
import { find, make } from "../dom";
import { keepPages } from "../offline";
import { hear, openVault, wipeIfExpired, type Why } from "./device";
import { noteCarrying } from "./guard";
import { Model } from "./model";
import { enqueue, photosIn, type Queued, type Written } from "./queue";
import type { Result } from "./replay";
import { routeOf, type Screen } from "./screens";
import { drawStatus, type Status } from "./status";
import { register, synchronise } from "./sync";
import { look } from "./watch";
import { KINDS } from "./rows";
import { gate } from "./gate";
import { word } from "./words";

/** What a form was sent as: a new id, or that of a refused one which was corrected. */
export interface Sending {
  id: string;
  attempt: number;
  draft: string;
  written: Written;
}

export type Done = Omit<Queued, "happenedAt" | "attempt" | "photos" | "draft" | "written">;

const HOUR_MS = 3600 * 1000;

/** The field page: opens what the phone carries, shows a screen, and keeps both up to date. */
export class App {
  model!: Model;
  status: Status = { isSyncing: false };
  private screen: Screen | undefined;
  private isOpen = false;
  private readonly again = later(() => void this.sync());

  constructor(private readonly root: HTMLElement) {}

  get data(): DOMStringMap {
    return this.root.dataset;
  }

  async start(): Promise<void> {
    if (!window.isSecureContext) return this.close(word("notSecure"));
    if (!navigator.locks || !crypto.subtle) return this.close(word("tooOld"));
    hear((news) => {
      if (news.type === "wiped") this.forget(news.why);
      else void this.reread(news.type);
    });
    window.addEventListener("hashchange", () => void this.show());
    window.addEventListener("online", () => void this.sync());
    window.addEventListener("offline", () => this.drawStatus());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void this.look();
    });
    window.setInterval(() => void this.look(), 60_000);
    await look();
    await this.open();
  }

  /** Open what is here, or set the phone up. */
  async open(): Promise<void> {
    const vault = await openVault();
    if (vault) {
      this.model = await Model.open(vault, KINDS);
      this.isOpen = true;
      noteCarrying(true);
      await this.show();
      this.keepOffline();
      await this.sync();
      return;
    }
    await gate(this, async () => {
      const result = await register();
      if (result === "sent") await this.open();
      return result;
    });
  }

  /** Put something done into the queue, say so, and try to send it. */
  async keep(sending: Sending, done: Done): Promise<void> {
    const { id, attempt, draft, written } = sending;
    const happenedAt = new Date().toISOString();
    const photos = photosIn(done.payload);
    await enqueue(this.model.vault, id, { ...done, photos, happenedAt, attempt, draft, written });
    await this.reread("queue");
    void this.sync();
  }

  async sync(): Promise<Result | "closed"> {
    if (!this.isOpen) return "closed";
    if (!navigator.onLine) {
      await this.askWorker();
      this.drawStatus();
      return "away";
    }
    this.status = { isSyncing: true };
    this.drawStatus();
    const result = await synchronise();
    this.status = { isSyncing: false, result };
    if (result === "away") {
      this.again.fail();
      await this.askWorker();
    } else this.again.succeed();
    if (result !== "gone") this.drawStatus();
    return result;
  }

  /** Draw the screen of the address again. */
  async show(): Promise<void> {
    if (!this.isOpen) return;
    const { view, id, tab } = routeOf(location.hash);
    const screen = await view(this, id);
    this.screen = screen;
    document.title = `${screen.title} · ${word("brand")}`;
    const title = find("[data-field-title]", this.root);
    if (title) title.textContent = screen.title;
    for (const link of this.root.querySelectorAll<HTMLAnchorElement>("[data-field-tabs] a")) {
      if (link.hash === `#${tab}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const main = find("[data-field-view]", this.root);
    main?.replaceChildren(...screen.nodes);
    main?.setAttribute("data-screen", location.hash.slice(1) || "today");
    window.scrollTo(0, 0);
    this.drawStatus();
    await screen.drawn?.();
  }

  drawStatus(): void {
    if (this.isOpen) drawStatus(this, this.root);
  }

  go(hash: string): void {
    if (location.hash === hash) void this.show();
    else location.hash = hash;
  }

  /** Say something in the place of the screens: nothing is open. */
  close(...words: (Node | string)[]): void {
    this.isOpen = false;
    find("[data-field-tools]", this.root)?.replaceChildren();
    find("[data-field-status]", this.root)?.replaceChildren();
    find("[data-field-view]", this.root)?.replaceChildren(make("div", { class: "mt-3" }, ...words));
  }

  private async look(): Promise<void> {
    if (!this.isOpen) return;
    if (await wipeIfExpired()) this.forget("expired");
    else if (!document.hidden && Date.now() - this.model.syncedAt > HOUR_MS / 4) await this.sync();
    else this.drawStatus();
  }

  /** What was open is no longer on the phone: out of memory and off the screen with it. */
  private forget(why: Why): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    noteCarrying(false);
    this.model = undefined as unknown as Model;
    this.status = { isSyncing: false, gone: why };
    void this.open();
  }

  private async reread(what: "rows" | "queue"): Promise<void> {
    if (!this.isOpen) return;
    if (what === "rows") await this.model.readRows(KINDS);
    await this.model.readQueue();
    if (!this.isOpen) return;
    this.drawStatus();
    if (this.screen?.redraw) this.screen.redraw();
    else if (!this.screen?.isForm) await this.show();
  }

  /** Where the browser can, it sends what waits even after the page was closed. */
  private async askWorker(): Promise<void> {
    if (!this.model.waiting.length || !("serviceWorker" in navigator)) return;
    const registration = (await navigator.serviceWorker.getRegistration()) as
      | (ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } })
      | undefined;
    await registration?.sync?.register("xinqiao-field").catch(() => undefined);
  }

  private keepOffline(): void {
    if (!("serviceWorker" in navigator)) return;
    // All parts first, so that each is there when the signal is not.
    const parts = Promise.all([import("../../islands/field-map"), import("../basemap")]);
    parts.then(([map]) => map.warm()).then(() => keepPages("/field/")).catch((error: unknown) => console.warn(error));
    void navigator.storage?.persist?.().catch(() => false);
  }
}

