import { csrfToken, debounce, find } from "../lib/dom";

const SHORTEST = 5;

/** While somebody writes: open requests about the same, close by, each with a button to join it. */
export class NearOffers {
  private askedFor = "";
  private readonly ask = debounce(900, () => void this.fetch());

  constructor(private readonly form: HTMLFormElement) {}

  start(): void {
    const box = find("[data-report-near]", this.form);
    if (!box) return;
    // Who sees offers while writing need not be asked once more after sending.
    const seen = find<HTMLInputElement>("input[name=near_seen]", this.form);
    if (seen) seen.value = "1";
    this.form.addEventListener("input", (event) => {
      if ((event.target as HTMLElement).matches("[name=text], [name=address]")) this.ask();
    });
    this.form.addEventListener("place:change", () => this.ask());
    if (this.value("text") && !box.firstElementChild) this.ask();
  }

  private value(name: string): string {
    const field = this.form.elements.namedItem(name);
    return field && "value" in field ? String(field.value).trim() : "";
  }

  private async fetch(): Promise<void> {
    const box = find("[data-report-near]", this.form);
    const url = box?.dataset.url;
    const asked = new URLSearchParams();
    for (const name of ["text", "address", "lon", "lat"]) asked.set(name, this.value(name).slice(0, 500));
    const text = this.value("text");
    if (!box || !url || !navigator.onLine || asked.toString() === this.askedFor) return;
    this.askedFor = asked.toString();
    if (text.length < SHORTEST) {
      box.replaceChildren();
      return;
    }
    try {
      const response = await fetch(url, {
        method: "POST",
        body: asked,
        headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" },
      });
      // A slow answer about older words must not stand over a newer one.
      if (response.ok && asked.toString() === this.askedFor) box.innerHTML = await response.text();
    } catch {
      this.askedFor = "";
    }
  }
}
