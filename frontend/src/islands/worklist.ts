import { find, findAll, make } from "../lib/dom";
import { say } from "../lib/words";

/** The work list by keyboard, and the bar for what is selected. */
export function attach(element: HTMLElement): void {
  const list = new WorkList(element);
  list.start();
}

class WorkList {
  private current = -1;
  private hadFocus = false;

  constructor(private readonly root: HTMLElement) {}

  start(): void {
    // The page of one item has one row, which is always the current one.
    if (this.root.hasAttribute("data-single")) this.current = 0;
    document.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("change", (event) => this.changed(event.target as HTMLInputElement));
    // A refreshed list has new rows: the place in it is kept by position.
    document.body.addEventListener("htmx:beforeSwap", () => {
      this.hadFocus = this.rows.some((row) => row.contains(document.activeElement));
    });
    document.body.addEventListener("htmx:afterSettle", () => this.refreshed());
    this.refreshed();
  }

  private get rows(): HTMLElement[] {
    return findAll("[data-row]", this.root);
  }

  private box(row: HTMLElement | undefined): HTMLInputElement | null {
    return row ? find<HTMLInputElement>("[data-row-select]", row) : null;
  }

  private refreshed(): void {
    if (this.current >= this.rows.length) this.current = this.rows.length - 1;
    this.mark(this.hadFocus);
    this.hadFocus = false;
    this.count();
  }

  private changed(field: HTMLInputElement): void {
    if (field.matches("[data-select-all]")) this.selectAll(field.checked);
    if (field.matches("[data-row-select], [data-select-all]")) this.count();
  }

  private selectAll(checked: boolean): void {
    for (const row of this.rows) {
      const box = this.box(row);
      if (box) box.checked = checked;
    }
  }

  private count(): void {
    const boxes = this.rows.map((row) => this.box(row)).filter((box) => box !== null);
    const selected = boxes.filter((box) => box.checked);
    for (const box of boxes) {
      box.closest("[data-row]")?.classList.toggle("x-selected", box.checked);
    }
    for (const bar of findAll("[data-bulk-bar]", this.root)) bar.hidden = selected.length === 0;
    for (const place of findAll("[data-bulk-count]", this.root)) {
      place.textContent = String(selected.length);
    }
    const all = find<HTMLInputElement>("[data-select-all]", this.root);
    if (all) {
      all.checked = boxes.length > 0 && selected.length === boxes.length;
      all.indeterminate = selected.length > 0 && selected.length < boxes.length;
    }
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const isTyping = target.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");
    const isOther = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (isTyping || isOther || find("dialog[open]") || !this.root.isConnected) return;
    if (event.key === "Enter" && target.closest("a, button, summary")) return;
    if (this.act(event.key)) event.preventDefault();
  }

  private act(key: string): boolean {
    const row = this.rows[this.current];
    switch (key) {
      case "j":
        return this.move(1);
      case "k":
        return this.move(-1);
      case "Enter":
        return this.open(row);
      case "x":
        return this.toggle(row);
      case "*":
        this.selectAll(!this.rows.every((each) => this.box(each)?.checked));
        this.count();
        return true;
      case "/":
        find("[data-search]")?.focus();
        return true;
      case "?":
        this.help();
        return true;
      default:
        return this.press(key, row);
    }
  }

  private move(by: number): boolean {
    this.current = Math.min(Math.max(this.current + by, 0), this.rows.length - 1);
    this.mark(true);
    return true;
  }

  private mark(focus: boolean): void {
    this.rows.forEach((row, index) => row.classList.toggle("x-current", index === this.current));
    const row = this.rows[this.current];
    if (!focus || !row) return;
    const link = find("a[href]", row) ?? this.box(row);
    link?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  private open(row: HTMLElement | undefined): boolean {
    if (!row?.dataset.href) return false;
    location.assign(row.dataset.href);
    return true;
  }

  private toggle(row: HTMLElement | undefined): boolean {
    const box = this.box(row);
    if (!box) return false;
    box.checked = !box.checked;
    this.count();
    return true;
  }

  private press(key: string, row: HTMLElement | undefined): boolean {
    if (!row || !/^[a-z0-9]$/.test(key)) return false;
    const found = find(`[data-key="${key}"]`, row);
    found?.click();
    return Boolean(found);
  }

  private help(): void {
    const body = find("#x-dialog-body");
    const dialog = find<HTMLDialogElement>("#x-dialog");
    if (!body || !dialog) return;
    const keys: [string, string][] = [
      ["j", say("keyDown")],
      ["k", say("keyUp")],
      ["Enter", say("keyOpen")],
      ["x", say("keySelect")],
      ["*", say("keyAll")],
      ["/", say("keySearch")],
      ["?", say("keyHelp")],
    ];
    for (const keyed of findAll('[data-row] [data-key]:not([data-key=""])', this.root)) {
      const words = keyed.getAttribute("aria-label") ?? keyed.textContent?.trim() ?? "";
      if (!keys.some(([key]) => key === keyed.dataset.key)) keys.push([keyed.dataset.key ?? "", words]);
    }
    const table = make("table", { class: "table" });
    for (const [key, words] of keys) {
      const name = make("th", { scope: "row" }, make("kbd", {}, key));
      table.append(make("tr", {}, name, make("td", {}, words)));
    }
    const close = make(
      "button",
      { type: "button", class: "btn btn-primary", "data-close": "" },
      say("close"),
    );
    body.replaceChildren(make("h2", { class: "h3" }, say("keysTitle")), table, close);
    dialog.showModal();
  }
}
