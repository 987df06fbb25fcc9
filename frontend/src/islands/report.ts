import { attachIslands } from "../lib/islands";
import { debounce, find, findAll, randomKey } from "../lib/dom";
import { enqueue, send, type Outcome } from "../lib/outbox";
import { freeForm } from "../lib/forms";
import { store, type Draft, type Waiting } from "../lib/store";
import { say } from "../lib/words";
import { NearOffers } from "./report-near";
import { PhotoBox } from "./report-photos";
import { PlaceChoice } from "./report-place";

/** Never kept on the phone: tokens of the page, and what the browser refuses to set again. */
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "idempotency_key", "photos", "photo_tokens"]);

export async function attach(element: HTMLElement): Promise<void> {
  const island = new ReportForm(element as HTMLFormElement);
  await island.start();
}

class ReportForm {
  private key = randomKey();
  private busy = false;
  private readonly photos: PhotoBox;
  private readonly place: PlaceChoice;
  private readonly keep = debounce(400, () => void this.saveDraft());
  private readonly suggest = debounce(500, () => void this.fetchSuggestions());
  private suggestedFor = "";
  private picked = "";
  private isQueued = false;

  constructor(private readonly form: HTMLFormElement) {
    this.photos = new PhotoBox(form, () => void this.saveDraft());
    this.place = new PlaceChoice(form, () => void this.saveDraft());
  }

  async start(): Promise<void> {
    this.photos.start();
    this.place.start();
    await this.restore();
    new NearOffers(this.form).start();
    this.form.addEventListener("input", (event) => {
      this.keep();
      if ((event.target as HTMLElement).matches("[name=text]")) this.suggest();
    });
    this.form.addEventListener("change", (event) => {
      this.keep();
      const field = event.target as HTMLInputElement;
      if (field.name === "category") this.picked = field.value;
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = event.submitter;
      if (button instanceof HTMLButtonElement && button.hasAttribute("formaction")) void this.join(button);
      else void this.submit();
    });
    window.addEventListener("outbox:sent", () => {
      if (this.isQueued) this.status(say("sent"));
    });
    if (this.value("text")) this.suggest();
  }

  private get name(): string {
    return this.form.dataset.draft ?? location.pathname;
  }

  private value(name: string): string {
    const field = this.form.elements.namedItem(name);
    return field && "value" in field ? String(field.value) : "";
  }

  private fields(): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const [name, value] of new FormData(this.form)) {
      if (!NOT_KEPT.has(name) && typeof value === "string") fields[name] = value;
    }
    return fields;
  }

  private async saveDraft(): Promise<void> {
    if (this.busy) return;
    const fields = this.fields();
    const photos = this.photos.photos;
    const database = await store();
    const isEmpty = !photos.length && !fields.text?.trim() && !fields.lon && !fields.address;
    if (isEmpty) {
      await database.delete("drafts", this.name);
      return;
    }
    const draft: Draft = { name: this.name, key: this.key, fields, photos, changedAt: Date.now() };
    await database.put("drafts", draft);
    this.form.dataset.draftSaved = String(draft.changedAt);
  }

  private async restore(): Promise<void> {
    const draft = await (await store()).get("drafts", this.name);
    // What the server sent back (a refused form) is newer than what the phone remembers.
    const isServerFilled = this.value("text").trim() !== "";
    if (!draft) return;
    this.key = draft.key;
    this.photos.set(draft.photos);
    if (isServerFilled) return;
    for (const [name, value] of Object.entries(draft.fields)) this.fill(name, value);
    this.picked = draft.fields.category ?? "";
    this.place.show();
    this.status(say("restored"));
    this.offerDiscard();
  }

  private fill(name: string, value: string): void {
    for (const field of findAll<HTMLInputElement>(`[name="${CSS.escape(name)}"]`, this.form)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
      else field.value = value;
    }
  }

  private offerDiscard(): void {
    const status = find("[data-report-status]", this.form);
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "btn btn-outline-secondary ms-2";
    discard.textContent = say("discard");
    discard.addEventListener("click", () => void this.discard());
    status?.append(" ", discard);
  }

  private async discard(): Promise<void> {
    await (await store()).delete("drafts", this.name);
    this.key = randomKey();
    this.picked = "";
    this.suggestedFor = "";
    this.form.reset();
    this.photos.set([]);
    this.place.clear();
    this.status("");
    find<HTMLTextAreaElement>("[name=text]", this.form)?.focus();
  }

  private async fetchSuggestions(): Promise<void> {
    const box = find("[data-report-suggestions]", this.form);
    const url = this.form.dataset.suggestUrl;
    const text = this.value("text").trim();
    if (!box || !url || text.length < 2 || text === this.suggestedFor || !navigator.onLine) return;
    this.suggestedFor = text;
    const query = new URLSearchParams({ text: text.slice(0, 500), category: this.picked });
    try {
      const response = await fetch(`${url}?${query}`, { headers: { "HX-Request": "true" } });
      if (response.ok) box.innerHTML = await response.text();
    } catch {
      this.suggestedFor = "";
    }
  }

  private async submit(): Promise<void> {
    if (this.busy) return;
    if (!this.form.reportValidity()) {
      freeForm(this.form);
      return;
    }
    await this.saveDraft();
    this.busy = true;
    const one = this.waiting();
    this.status(say("sending"));
    const outcome: Outcome = navigator.onLine
      ? await send(one, (done) => this.progress(done, one.photos.length))
      : { kind: "offline" };
    await this.finish(outcome, one);
  }

  /** Follow a request that was offered; what was written here is then no longer needed. */
  private async join(button: HTMLButtonElement): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.status(say("sending"));
    const fields = { ...this.fields(), [button.name]: button.value };
    const outcome = await send({ ...this.waiting(), url: button.formAction, fields, photos: [] });
    if (outcome.kind !== "offline") return this.finish(outcome, this.waiting());
    this.busy = false;
    freeForm(this.form);
    this.status(say("offlineAction"));
  }

  private waiting(): Waiting {
    return {
      key: this.key,
      draft: this.name,
      url: this.form.action,
      uploadUrl: this.form.dataset.uploadUrl ?? "",
      fields: this.fields(),
      photos: this.photos.photos,
      queuedAt: Date.now(),
    };
  }

  private progress(done: number, total: number): void {
    this.status(say("photosUploading", { done: done + 1, total }));
  }

  private async finish(outcome: Outcome, one: Waiting): Promise<void> {
    const database = await store();
    if (outcome.kind === "sent") {
      await database.delete("drafts", this.name);
      location.assign(outcome.url);
      return;
    }
    if (outcome.kind === "offline") {
      await enqueue(one);
      await this.discard();
      this.busy = false;
      freeForm(this.form);
      this.status(say("queued"));
      this.isQueued = true;
      find("[data-report-status]", this.form)?.scrollIntoView({ block: "center" });
      return;
    }
    this.busy = false;
    freeForm(this.form);
    await this.saveDraft();
    if (!this.showRefusedPage(outcome.page)) this.status(say("refused", { reason: outcome.reason }));
  }

  /** Put the form of the answer, with its sentences, in the place of this one. */
  private showRefusedPage(page: Document | undefined): boolean {
    const answered = page?.getElementById(this.form.id);
    if (!answered) return false;
    // Photos that the server kept are ours already: showing them twice would send them twice.
    answered.querySelectorAll("[data-token]").forEach((kept) => kept.remove());
    this.form.replaceWith(answered);
    attachIslands(answered);
    const first = answered.querySelector<HTMLElement>(".is-invalid, [aria-invalid=true], [role=alert]");
    first?.scrollIntoView({ block: "center" });
    first?.focus();
    return true;
  }

  private status(words: string): void {
    this.isQueued = false;
    const status = find("[data-report-status]", this.form);
    if (status) status.textContent = words;
  }
}
