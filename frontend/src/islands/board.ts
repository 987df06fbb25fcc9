import { BoardPage } from "../lib/board-page";
import { Live } from "../lib/board-live";
import { Rotation } from "../lib/board-rotation";
import { find, make } from "../lib/dom";
import { say } from "../lib/words";

/** The board: goes from place to place without leaving the page, and stays up to date by itself. */
export function attach(frame: HTMLElement): void {
  new Board(frame).start();
}

class Board {
  private readonly page: BoardPage;
  private readonly live: Live;
  private readonly rotation: Rotation;
  private loading: AbortController | undefined;

  constructor(private readonly frame: HTMLElement) {
    this.page = new BoardPage(frame, (href) => this.lead(href));
    this.rotation = new Rotation(
      (href) => void this.go(href, "replace"),
      (isRunning) => this.press("rotate", isRunning),
    );
    this.live = new Live({
      board: (html) => void this.page.show(html).then(() => this.refresh()),
      ended: (why) => this.end(why),
      state: (isLive) => this.state(isLive),
    });
  }

  start(): void {
    this.frame.addEventListener("click", (event) => this.click(event));
    this.frame.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("popstate", () => void this.go(location.href, "none"));
    this.tool("rotate", () => this.rotate());
    this.tool("tables", () => this.tables());
    this.tool("full", () => void this.full());
    document.addEventListener("fullscreenchange", () => this.press("full", Boolean(document.fullscreenElement)));
    const full = find("[data-board-full]", this.frame);
    if (full && !document.fullscreenEnabled) full.hidden = true;
    this.refresh();
    this.follow();
    // Figures and buttons do not wait for the map, which takes seconds on a slow machine.
    this.page.draw().catch((error: unknown) => console.error("the board was not drawn", error));
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (new URLSearchParams(location.search).has("rotate") && !isCalm) this.rotate();
  }

  private click(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-board-link]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.lead(link.href);
  }

  private submit(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-board-form]")) return;
    event.preventDefault();
    const chosen = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    this.lead(`${form.action}?${chosen}`);
  }

  /** Somebody chose where to go: the rotation must not carry them away again. */
  private lead(href: string): void {
    this.rotation.stop();
    void this.go(href, "push");
  }

  private async go(href: string, history_: "push" | "replace" | "none"): Promise<void> {
    this.loading?.abort();
    this.loading = new AbortController();
    const target = new URL(href, location.href);
    let html: string;
    try {
      const address = `${this.frame.dataset.partUrl}${target.search}`;
      const answer = await fetch(address, { signal: this.loading.signal });
      // What is not the board (a sign-in page, a refusal) is shown as the page it is.
      if (!answer.ok || answer.redirected) return location.assign(target);
      html = await answer.text();
    } catch (error) {
      if ((error as Error).name !== "AbortError") this.state(false);
      return;
    }
    if (history_ === "push") history.pushState(null, "", target);
    if (history_ === "replace") history.replaceState(null, "", target);
    await this.page.show(html);
    this.refresh();
    this.follow();
  }

  private follow(): void {
    const known = new URLSearchParams({ stamp: this.page.head.dataset.stamp ?? "" });
    this.live.follow(`${this.frame.dataset.liveUrl}?${this.page.query}&${known}`);
  }

  private refresh(): void {
    const button = find("[data-board-rotate]", this.frame);
    if (button) button.hidden = !this.rotation.isRunning && this.page.parts.length < 2;
    this.press("rotate", this.rotation.isRunning);
    this.state(true);
  }

  private rotate(): void {
    if (this.rotation.isRunning) return this.rotation.stop();
    this.rotation.start(location.href, this.page.parts.map((part) => part.href));
  }

  private tables(): void {
    this.press("tables", this.frame.classList.toggle("x-board-tables"));
    if (!this.frame.classList.contains("x-board-tables")) void this.page.draw();
  }

  private async full(): Promise<void> {
    if (document.fullscreenElement) return document.exitFullscreen();
    await document.documentElement.requestFullscreen().catch(() => undefined);
  }

  private tool(name: string, press: () => void): void {
    const button = find(`[data-board-${name}]`, this.frame);
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", press);
  }

  private press(name: string, isPressed: boolean): void {
    const button = find(`[data-board-${name}]`, this.frame);
    button?.setAttribute("aria-pressed", String(isPressed));
    const words = find("[data-board-rotate-words]", this.frame);
    if (name === "rotate" && words) words.textContent = say(isPressed ? "rotatePause" : "rotateStart");
  }

  private state(isLive: boolean): void {
    const said = say(isLive ? "boardLive" : "boardLost");
    const words = find("[data-board-state]", this.frame);
    // A screen reader says what changes here: the state, but not each minute.
    if (words && words.textContent !== said) words.textContent = said;
    const at = find("[data-board-at]", this.frame);
    if (at) at.textContent = this.page.head.dataset.at ?? "";
    find("[data-board-live]", this.frame)?.classList.toggle("x-board-lost", !isLive);
  }

  private end(why: string): void {
    this.rotation.stop();
    this.state(false);
    const alert = find("[data-board-alert]", this.frame);
    if (!alert) return;
    const address = `${this.frame.dataset.signInUrl}?${new URLSearchParams({ next: location.pathname + location.search })}`;
    alert.hidden = false;
    if (why === "signed-out") {
      const link = make("a", { class: "btn", href: address }, say("signInAgain"));
      alert.replaceChildren(say("boardSignedOut"), " ", link);
    } else alert.textContent = say("boardRefused");
  }
}
