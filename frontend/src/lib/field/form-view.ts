import { debounce, make } from "../dom";
import { asked, problemOf, type Answers, type Definition, type Question } from "./formlang";
import { fieldOf, type Around, type Field } from "./fields";
import { dropPhotos, photosIn, type Written } from "./queue";
import { alert, press } from "./ui";
import { word } from "./words";

export interface FormOptions {
  definition: Definition;
  around: Around;
  /** Where the half-written form lies on the phone. */
  draft: string;
  given?: Answers;
  sendWords: string;
  /** Elements of the page itself behind the first section, such as the place of a report. */
  extra?: HTMLElement[];
  /** What belongs to the form beside its questions; kept with the draft. */
  more?: { value(): Answers; set(value: Answers): void };
  /** True when it was kept in the queue, which takes the draft along. */
  send(answers: Answers, written: Written, again: Again | undefined): Promise<boolean>;
}

/** A refused command that is being corrected. */
export interface Again {
  id: string;
  attempt: number;
}

export interface Draft extends Written {
  again?: Again | undefined;
}

/** Draws a form from its definition, keeps what is written on the phone, hands over the answers. */
export class FormView {
  readonly element: HTMLFormElement;
  private readonly fields = new Map<string, { question: Question; field: Field; frame: HTMLElement }>();
  private readonly sections: { frame: HTMLElement; codes: string[] }[] = [];
  private readonly faults = make("div");
  private readonly status = make("p", { class: "text-secondary", role: "status" });
  private readonly keep = debounce(400, () => (this.keeping = this.keepDraft()));
  private keeping: Promise<void> = Promise.resolve();
  private isSending = false;
  private again: Again | undefined;

  constructor(private readonly options: FormOptions) {
    const send = press(options.sendWords, () => undefined, "btn-primary");
    send.type = "submit";
    send.classList.add("w-100");
    const bar = make("div", { class: "x-bottom-bar" }, send);
    this.element = make("form", { novalidate: "", class: "x-field-form" }, this.faults);
    const [first, ...rest] = options.definition.sections.map((one) => this.section(one));
    this.element.append(...(first ? [first] : []), ...(options.extra ?? []), ...rest, this.status, bar);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.element.addEventListener("form:touched", () => this.keep());
  }

  async start(): Promise<void> {
    const { draft, around, given, more } = this.options;
    const kept = await around.vault.keptDraft<Draft>(draft);
    this.fill(kept?.answers ?? given ?? {});
    if (kept) {
      more?.set(kept.more);
      this.again = kept.again;
      this.status.replaceChildren(word("restored"), " ", press(word("startAgain"), () => void this.discard()));
    }
    this.refresh();
  }

  private section(one: Definition["sections"][number]): HTMLElement {
    const frame = make("div", { class: "card mb-3" });
    const body = make("div", { class: "card-body" });
    if (one.title) body.append(make("h2", { class: "h3" }, one.title));
    if (one.help) body.append(make("p", { class: "text-secondary" }, one.help));
    for (const question of one.questions) {
      const field = fieldOf(question, this.options.around, () => this.changed());
      const fault = make("div", { class: "invalid-feedback d-block", role: "alert", hidden: "" });
      const box = make("div", { class: "x-field-question", "data-question": question.code }, field.element, fault);
      this.fields.set(question.code, { question, field, frame: box });
      body.append(box);
    }
    frame.append(body);
    this.sections.push({ frame, codes: one.questions.map(({ code }) => code) });
    return frame;
  }

  private changed(): void {
    this.refresh();
    this.keep();
  }

  private fill(answers: Answers): void {
    for (const [code, { field }] of this.fields) field.set(answers[code]);
  }

  private answers(): Answers {
    const all: Answers = {};
    for (const [code, { field }] of this.fields) all[code] = field.value();
    return all;
  }

  private written(): Written {
    return { answers: this.answers(), more: this.options.more?.value() ?? {} };
  }

  private refresh(): void {
    const shown = asked(this.options.definition, this.answers());
    for (const [code, { frame }] of this.fields) frame.hidden = !shown.has(code);
    for (const { frame, codes } of this.sections) frame.hidden = !codes.some((code) => shown.has(code));
  }

  private async keepDraft(): Promise<void> {
    if (this.isSending || !this.element.isConnected) return;
    const draft: Draft = { ...this.written(), again: this.again };
    await this.options.around.vault.keepDraft(this.options.draft, draft);
    this.status.textContent = word("draftKept");
    this.element.dataset.kept = String(Date.now());
  }

  private async discard(): Promise<void> {
    // A refused entry that is being corrected still shows its photos.
    if (!this.again) await dropPhotos(photosIn(this.answers()));
    await this.options.around.vault.dropDraft(this.options.draft);
    this.options.more?.set({});
    this.fill(this.options.given ?? {});
    this.status.replaceChildren();
    this.refresh();
  }

  private async submit(): Promise<void> {
    if (this.isSending) return;
    const answers = this.answers();
    const shown = asked(this.options.definition, answers);
    if (this.showFaults(answers, shown)) return;
    this.isSending = true;
    // A draft that is still being written would come back after it was sent.
    await this.keeping;
    let isKept = false;
    try {
      const given = Object.fromEntries(Object.entries(answers).filter(([code]) => shown.has(code)));
      isKept = await this.options.send(given, this.written(), this.again);
    } finally {
      this.isSending = isKept;
    }
  }

  private showFaults(answers: Answers, shown: Set<string>): boolean {
    let first: HTMLElement | undefined;
    for (const [code, { question, frame }] of this.fields) {
      const problem = shown.has(code) ? problemOf(question, answers[code]) : undefined;
      const fault = frame.querySelector<HTMLElement>(":scope > .invalid-feedback");
      if (fault) {
        fault.hidden = !problem;
        const { min = "", max = "", decimals = 0, max_length: most = question.most ?? "" } = question;
        fault.textContent = problem ? word(`fault_${problem}`, { min, max, decimals, most }) : "";
      }
      if (problem) first ??= frame;
    }
    this.faults.replaceChildren(...(first ? [alert("danger", word("lookAtMarked"))] : []));
    first?.scrollIntoView({ block: "center" });
    first?.querySelector<HTMLElement>("input, textarea, button")?.focus({ preventScroll: true });
    return Boolean(first);
  }
}
