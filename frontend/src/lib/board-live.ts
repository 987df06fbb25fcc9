/** What an open board hears. */
export interface Listener {
  board: (html: string) => void;
  ended: (why: string) => void;
  state: (isLive: boolean) => void;
}

// The server asks to be asked again every five seconds; three missed rounds are a lost network.
const LOST_AFTER = 16_000;
const CHECK_EVERY = 2_000;
const AGAIN_AFTER = 5_000;

/** Server-sent events, whose every answer ends: the browser asks again by itself (ADR 0026). */
export class Live {
  private source: EventSource | undefined;
  private address = "";
  private heard = Date.now();
  private again = 0;
  private isOver = false;

  constructor(private readonly listener: Listener) {
    window.setInterval(() => this.check(), CHECK_EVERY);
    window.addEventListener("online", () => this.reopen());
    // A board nobody looks at asks nothing.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.reopen()));
  }

  /** Listen to the board of this address from now on. */
  follow(address: string): void {
    this.address = address;
    this.heard = Date.now();
    this.reopen();
  }

  private reopen(): void {
    this.close();
    if (this.isOver || document.hidden || !this.address) return;
    const source = new EventSource(this.address);
    this.source = source;
    source.addEventListener("open", () => {
      this.heard = Date.now();
      this.listener.state(true);
    });
    source.addEventListener("board", (event) => this.listener.board((event as MessageEvent<string>).data));
    source.addEventListener("ended", (event) => {
      this.isOver = true;
      this.close();
      this.listener.ended((event as MessageEvent<string>).data);
    });
    source.addEventListener("error", () => {
      // After an answer that is no stream (a proxy's error page, say) the browser gives up; we do not.
      if (source.readyState === EventSource.CLOSED) {
        clearTimeout(this.again);
        this.again = window.setTimeout(() => this.reopen(), AGAIN_AFTER);
      }
    });
  }

  private close(): void {
    clearTimeout(this.again);
    this.source?.close();
    this.source = undefined;
  }

  private check(): void {
    if (this.isOver || document.hidden) return;
    if (Date.now() - this.heard > LOST_AFTER) this.listener.state(false);
  }
}
