import { post, Refusal } from "./api";
import type { App } from "./app";
import { make } from "../dom";
import { toast } from "../toast";
import { fieldText } from "./forms";
import { fallen } from "./replay";
import { update, type Entry } from "./queue";
import type { Answer, Clash, Payload } from "./shapes";
import { ago, press } from "./ui";
import { word } from "./words";

type Side = "mine" | "theirs";

let serial = 0;

/** Both values side by side; one of them is chosen for each field, and nothing is lost before. */
export function conflictCard(app: App, entry: Entry): HTMLElement {
  const clashes = entry.clashes ?? [];
  const form = make(
    "form",
    { class: "x-field-part", "data-entry": "conflict" },
    make("p", { class: "fw-bold mb-1" }, entry.title),
    make("p", { class: "text-secondary" }, `${ago(Date.parse(entry.happenedAt))} · ${word("conflictWords")}`),
    ...clashes.map(choice),
  );
  const send = press(word("settle"), () => undefined, "btn-primary", "git-compare");
  send.type = "submit";
  form.append(send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void settle(app, entry, form);
  });
  return form;
}

function choice(clash: Clash): HTMLElement {
  const name = `clash-${++serial}`;
  const side = (value: Side, words: string, said: unknown) =>
    make(
      "label",
      { class: "x-field-side" },
      make("input", { type: "radio", name, value, "data-field": clash.field }),
      make("span", {}, make("small", {}, words), make("strong", {}, text(said))),
    );
  return make(
    "fieldset",
    { class: "x-field-group" },
    make("legend", { class: "form-label" }, fieldText(clash.field, clash.label)),
    make("div", { class: "x-field-sides" }, side("mine", word("onPhone"), clash.mine), side("theirs", word("inSystem"), clash.theirs)),
    make("div", { class: "form-hint" }, word("before", { value: text(clash.base) })),
  );
}

export function text(value: unknown): string {
  if (value === null || value === undefined || value === "") return word("emptyValue");
  if (value === true) return word("yes");
  if (value === false) return word("no");
  return Array.isArray(value) ? value.map(text).join("、") : String(value);
}

async function settle(app: App, entry: Entry, form: HTMLFormElement): Promise<void> {
  const chosen = [...form.querySelectorAll<HTMLInputElement>("input:checked")];
  if (chosen.length < (entry.clashes ?? []).length) return toast(word("chooseEach"), "warning");
  const choices = Object.fromEntries(chosen.map(({ dataset, value }) => [dataset.field ?? "", value]));
  try {
    const answer = await post<Answer>(`/conflicts/${entry.id}`, { choices }, app.model.vault.device);
    // Somebody changed it once more meanwhile: then that is what has to be looked at.
    const isAgain = answer.fate === "conflict" && answer.id !== entry.id;
    const next: Entry = isAgain
      ? { ...entry, id: answer.id, clashes: answer.clashes }
      : { ...entry, ...settledAs(entry, choices) };
    await update(app.model.vault, next, entry.id);
    toast(word(isAgain ? "conflictTitle" : "settled"), isAgain ? "warning" : "success");
  } catch (error) {
    if (error instanceof Refusal && error.code === "conflict_settled") {
      await update(app.model.vault, { ...entry, state: "done", clashes: [], message: error.message });
    } else if (error instanceof Refusal && !error.isSignedOut && !error.isPhoneGone) toast(error.message, "danger");
    else if ((await fallen(error)) === "away") toast(word("settleNeedsSignal"), "warning");
  }
  await app.sync();
}

/** Until the rows are fetched anew, the values that were chosen stand for them. */
function settledAs(entry: Entry, choices: Record<string, string>): Partial<Entry> {
  const chosen = (entry.clashes ?? []).map(({ field, mine, theirs }) => [field, choices[field] === "mine" ? mine : theirs]);
  const payload = { ...entry.payload, fields: Object.fromEntries(chosen) as Payload };
  return { state: "done", clashes: [], message: word("settled"), answeredAt: Date.now(), payload };
}
