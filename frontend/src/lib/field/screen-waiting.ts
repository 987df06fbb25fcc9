import type { App } from "./app";
import { make } from "../dom";
import { confirmed } from "../dialogs";
import { conflictCard } from "./conflict";
import type { Draft } from "./form-view";
import { drop, type Entry } from "./queue";
import type { Screen } from "./screens";
import { ago, alert, badge, empty, press, section, type Tone } from "./ui";
import { word } from "./words";

const TONES: Record<Entry["state"], Tone> = {
  waiting: "blue",
  held: "blue",
  done: "green",
  merged: "green",
  refused: "red",
  conflict: "yellow",
};
const SENT_SHOWN = 10;

/** What was done here: what needs a look first, what waits, and what was sent lately. */
export function waitingScreen(app: App): Screen {
  const { model } = app;
  const conflicts = model.attention.filter(({ state }) => state === "conflict");
  const refused = model.attention.filter(({ state }) => state === "refused");
  const sent = model.entries.filter(({ state }) => state === "done" || state === "merged").reverse();
  const nodes: Node[] = [];
  if (conflicts.length) nodes.push(section(word("conflictTitle"), conflicts.length, ...conflicts.map((one) => conflictCard(app, one))));
  if (refused.length) nodes.push(section(word("state_refused"), refused.length, ...refused.map((one) => entryCard(app, one))));
  if (model.waiting.length) {
    const send = press(word("syncNow"), () => void app.sync(), "btn-primary", "cloud-upload");
    const cards = model.waiting.map((one) => entryCard(app, one));
    nodes.push(section(word("waitingTitle"), model.waiting.length, send, ...cards));
  }
  if (!nodes.length) nodes.push(empty(word("nothingWaiting")));
  if (sent.length) {
    const cards = sent.slice(0, SENT_SHOWN).map((one) => entryCard(app, one));
    nodes.push(section(word("sentLately"), undefined, ...cards));
  }
  return { title: word("waitingTitle"), nodes: [make("div", { class: "mt-3" }, ...nodes)] };
}

function entryCard(app: App, entry: Entry): HTMLElement {
  const when = make("span", { class: "text-secondary" }, ago(Date.parse(entry.happenedAt)));
  const head = make("p", { class: "x-field-badges mb-1" }, badge(word(`state_${entry.state}`), TONES[entry.state]), when);
  const made = make("div", { class: "x-field-part", "data-entry": entry.state }, head, make("p", { class: "mb-1" }, entry.title));
  if (entry.state === "merged") made.append(alert("info", entry.message || word("merged")));
  else if (entry.message) made.append(alert(entry.state === "refused" ? "danger" : "info", entry.message));
  const tools = make("div", { class: "btn-list" });
  if (entry.state === "refused") tools.append(press(word("openAgain"), () => void reopen(app, entry), "btn-primary", "pencil"));
  if (entry.state === "refused" || entry.state === "waiting") {
    tools.append(press(word("drop"), () => void discard(entry), "btn-outline-secondary", "trash"));
  }
  if (tools.childElementCount) made.append(tools);
  return made;
}

/** The form as it was filled in; the refused entry stays until the corrected one takes its place. */
async function reopen(app: App, entry: Entry): Promise<void> {
  const draft: Draft = { ...entry.written, again: { id: entry.id, attempt: entry.attempt + 1 } };
  await app.model.vault.keepDraft(entry.draft, draft);
  app.go(entry.route);
}

async function discard(entry: Entry): Promise<void> {
  if (await confirmed(word("dropConfirm"), word("dropYes"))) await drop(entry.id, entry.photos);
}
