const EVERY = 20_000;

/** Goes through the parts of a place and back to it, one after the other. */
export class Rotation {
  private timer = 0;
  private stops: string[] = [];
  private next = 0;

  constructor(
    private readonly go: (href: string) => void,
    private readonly changed: (isRunning: boolean) => void,
  ) {}

  get isRunning(): boolean {
    return this.timer !== 0;
  }

  /** Begin at the first of `stops`; the place itself is the last of each round. */
  start(home: string, stops: string[]): void {
    this.stop();
    if (!stops.length) return;
    this.stops = [...stops, home];
    this.next = 0;
    this.timer = window.setInterval(() => this.step(), EVERY);
    this.changed(true);
  }

  stop(): void {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = 0;
    this.changed(false);
  }

  private step(): void {
    if (document.hidden) return;
    const stop = this.stops[this.next];
    this.next = (this.next + 1) % this.stops.length;
    if (stop) this.go(stop);
  }
}
