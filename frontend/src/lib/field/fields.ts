import { make } from "../dom";
import { isAnswered, THEN, type Finding, type Question } from "./formlang";
import { PhotoField } from "./photo-field";
import { SignatureField } from "./signature-field";
import { press } from "./ui";
import type { Vault } from "./vault";
import { word } from "./words";

/** One question on the page: its elements, and its answer as the language of forms wants it. */
export interface Field {
  readonly element: HTMLElement;
  value(): unknown;
  set(value: unknown): void;
}

/** What an answer may name, and where photos lie. */
export interface Around {
  vault: Vault;
  people: { id: number | string; label: string }[];
  facilities: { id: number | string; label: string }[];
  categories: { code: string; label: string }[];
}

type Changed = () => void;

let serial = 0;

export function fieldOf(question: Question, around: Around, changed: Changed): Field {
  switch (question.type) {
    case "text":
      return textField(question, "input", changed);
    case "long_text":
      return textField(question, "textarea", changed);
    case "number":
      return numberField(question, changed);
    case "date":
      return inputField(question, { type: "date" }, changed);
    case "choice":
      return choiceField(question, question.options ?? [], changed);
    case "choices":
      return choicesField(question, question.options ?? [], changed);
    case "yes_no":
      return yesNoField(question, changed);
    case "photo":
      return new PhotoField(question, around.vault, changed);
    case "signature":
      return new SignatureField(question, around.vault, changed);
    case "people":
      return idsField(question, around.people, changed);
    case "facilities":
      return idsField(question, around.facilities, changed);
    case "people_tags":
      return peopleTagsField(question, around, changed);
    case "findings":
      return new FindingsField(question, around, changed);
  }
}

export function labelOf(question: Question): (Node | string)[] {
  const mark = question.required
    ? make("span", { class: "text-danger", "aria-hidden": "true" }, " *")
    : make("span", { class: "x-optional text-secondary" }, ` ${word("optional")}`);
  return [question.label, mark];
}

function hint(question: Question): Node[] {
  return question.help ? [make("div", { class: "form-hint" }, question.help)] : [];
}

function inputField(question: Question, attributes: Record<string, string>, changed: Changed): Field {
  const id = `x-field-${++serial}`;
  const input = make("input", { class: "form-control", id, name: question.code, ...attributes });
  input.addEventListener("input", changed);
  const label = make("label", { class: "form-label", for: id }, ...labelOf(question));
  return {
    element: make("div", {}, label, input, ...hint(question)),
    value: () => input.value.trim(),
    set: (value) => (input.value = value == null ? "" : String(value)),
  };
}

function textField(question: Question, tag: "input" | "textarea", changed: Changed): Field {
  const limit = String(question.max_length ?? (tag === "input" ? 200 : 1000));
  if (tag === "input") {
    const type = question.keyboard === "tel" || question.effect === "phone" ? "tel" : "text";
    const keyboard: Record<string, string> = question.keyboard ? { inputmode: question.keyboard } : {};
    return inputField(question, { type, maxlength: limit, autocomplete: "off", ...keyboard }, changed);
  }
  const id = `x-field-${++serial}`;
  const area = make("textarea", { class: "form-control", id, name: question.code, rows: "3", maxlength: limit });
  area.addEventListener("input", changed);
  const label = make("label", { class: "form-label", for: id }, ...labelOf(question));
  return {
    element: make("div", {}, label, area, ...hint(question)),
    value: () => area.value.trim(),
    set: (value) => (area.value = value == null ? "" : String(value)),
  };
}

function numberField(question: Question, changed: Changed): Field {
  const mode = question.decimals ? "decimal" : "numeric";
  const field = inputField(question, { type: "text", inputmode: mode, autocomplete: "off" }, changed);
  if (question.unit) field.element.append(make("div", { class: "form-hint" }, question.unit));
  const value = () => {
    const text = String(field.value()).normalize("NFKC");
    if (!text) return "";
    return /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  };
  return { ...field, value };
}

function chip(type: "radio" | "checkbox", name: string, value: string, label: string): HTMLLabelElement {
  return make("label", { class: "x-chip" }, make("input", { type, name, value }), make("span", {}, label));
}

function group(question: Question, chips: HTMLElement[], changed: Changed): HTMLElement {
  const made = make(
    "fieldset",
    { class: "x-field-group" },
    make("legend", { class: "form-label" }, ...labelOf(question)),
    make("div", { class: "x-chips" }, ...chips),
    ...hint(question),
  );
  made.addEventListener("change", changed);
  return made;
}

function boxes(element: HTMLElement): HTMLInputElement[] {
  return [...element.querySelectorAll<HTMLInputElement>("input")];
}

function choiceField(question: Question, options: { code: string; label: string }[], changed: Changed): Field {
  const name = `${question.code}-${++serial}`;
  const element = group(question, options.map(({ code, label }) => chip("radio", name, code, label)), changed);
  return {
    element,
    value: () => boxes(element).find(({ checked }) => checked)?.value ?? "",
    set: (value) => boxes(element).forEach((box) => (box.checked = box.value === value)),
  };
}

function choicesField(question: Question, options: { code: string; label: string }[], changed: Changed): Field {
  const name = `${question.code}-${++serial}`;
  const element = group(question, options.map(({ code, label }) => chip("checkbox", name, code, label)), changed);
  return {
    element,
    value: () => boxes(element).filter(({ checked }) => checked).map(({ value }) => value),
    set: (value) => boxes(element).forEach((box) => (box.checked = Array.isArray(value) && value.includes(box.value))),
  };
}

function yesNoField(question: Question, changed: Changed): Field {
  const options = [
    { code: "yes", label: word("yes") },
    { code: "no", label: word("no") },
  ];
  const field = choiceField(question, options, changed);
  return {
    element: field.element,
    value: () => (field.value() === "" ? "" : field.value() === "yes"),
    set: (value) => field.set(value === true ? "yes" : value === false ? "no" : ""),
  };
}

/** Ids of rows: numbers of the register, `new:<uuid>` for what was added on this phone. */
function idsField(question: Question, known: Around["people"], changed: Changed): Field {
  const options = known.map(({ id, label }) => ({ code: String(id), label }));
  const field = choicesField(question, options, changed);
  if (!options.length) field.element.append(make("p", { class: "form-hint" }, word("nobodyToChoose")));
  const typed = (id: string) => known.find((one) => String(one.id) === id)?.id ?? id;
  return {
    element: field.element,
    value: () => (field.value() as string[]).map(typed),
    set: (value) => field.set(Array.isArray(value) ? value.map(String) : []),
  };
}

function peopleTagsField(question: Question, around: Around, changed: Changed): Field {
  const each = around.people.map(({ id, label }) => {
    const asked: Question = { ...question, label, required: true };
    return { id, field: choicesField(asked, question.options ?? [], changed) };
  });
  each.forEach(({ field }) => field.element.querySelector(".text-danger")?.remove());
  const legend = make("p", { class: "form-label mb-1" }, ...labelOf(question));
  return {
    element: make("div", {}, legend, ...hint(question), ...each.map(({ field }) => field.element)),
    value: () =>
      each
        .map(({ id, field }) => ({ person: id, tags: field.value() as string[] }))
        .filter(({ tags }) => tags.length),
    set: (value) => {
      const given = (Array.isArray(value) ? value : []) as { person: unknown; tags: unknown }[];
      for (const { id, field } of each) field.set(given.find(({ person }) => person === id)?.tags);
    },
  };
}

/** What was found, one card each: words, what to do about it, photos. */
class FindingsField implements Field {
  readonly element: HTMLElement;
  private readonly list = make("div");
  private parts: { card: HTMLElement; read: () => Finding }[] = [];

  constructor(
    private readonly question: Question,
    private readonly around: Around,
    private readonly changed: Changed,
  ) {
    const legend = make("p", { class: "form-label mb-1" }, ...labelOf(question));
    const add = press(word("addFinding"), () => this.add(), "btn-outline-primary", "alert-triangle");
    this.element = make("div", {}, legend, ...hint(question), this.list, add);
  }

  value(): Finding[] {
    return this.parts.map(({ read }) => read()).filter(({ text }) => text);
  }

  set(value: unknown): void {
    this.list.replaceChildren();
    this.parts = [];
    if (isAnswered(value)) for (const one of value as Finding[]) this.add(one);
  }

  private add(given?: Finding): void {
    const ask = (rest: Partial<Question>): Field =>
      fieldOf({ code: this.question.code, type: "text", label: "", ...rest } as Question, this.around, this.changed);
    const text = ask({ type: "long_text", label: word("findingWords"), required: true, max_length: 500 });
    const options = THEN.map((code) => ({ code, label: word(`then_${code}`) }));
    const then = ask({ type: "choice", label: word("findingThen"), required: true, options });
    const photos = ask({ type: "photo", label: word("photos"), most: 6 });
    text.set(given?.text);
    then.set(given?.then ?? "raise");
    photos.set(given?.photos ?? []);
    const category = given?.category ?? this.question.category ?? "";
    const remove = press(word("remove"), () => this.remove(card), "btn-outline-secondary", "trash");
    const card = make("div", { class: "x-field-part" }, text.element, then.element, photos.element, remove);
    const read = (): Finding => ({
      text: String(text.value()),
      category,
      then: then.value() as Finding["then"],
      photos: photos.value() as string[],
    });
    this.parts.push({ card, read });
    this.list.append(card);
    if (!given) card.querySelector("textarea")?.focus();
  }

  private remove(card: HTMLElement): void {
    this.parts = this.parts.filter((part) => part.card !== card);
    card.remove();
    this.changed();
  }
}

