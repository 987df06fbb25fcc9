import { button, make } from "../lib/dom";
import { drop, flush, waitingOnes } from "../lib/outbox";
import { confirmed } from "../lib/dialogs";
import { store, type Waiting } from "../lib/store";
import { say } from "../lib/words";

/** The list of reports that wait on this phone, with what can be done about each. */
export async function attach(element: HTMLElement): Promise<void> {
  element.setAttribute("role", "status");
  const waiting = make("div");
  const sent = make("div");
  element.replaceChildren(waiting, sent);
  window.addEventListener("outbox:change", () => void list(waiting));
  window.addEventListener("outbox:sent", (event) => {
    const { url, text } = (event as CustomEvent<{ url: string; text: string }>).detail;
    const link = make("a", { class: "btn btn-outline-secondary", href: url }, say("keyOpen"));
    sent.append(make("p", { class: "alert alert-success d-block" }, `${say("sent")} ${text} `, link));
  });
  await list(waiting);
}

async function list(box: HTMLElement): Promise<void> {
  const ones = await waitingOnes();
  if (!ones.length) {
    box.replaceChildren();
    return;
  }
  const rows = ones.map((one) => row(one));
  box.replaceChildren(
    make(
      "div",
      { class: "alert alert-warning x-outbox d-block" },
      make("p", { class: "fw-bold" }, say("waiting", { count: ones.length })),
      ...rows,
      button(say("sendNow"), () => void flush()),
    ),
  );
}

function row(one: Waiting): HTMLElement {
  const words = make("p", { class: "mb-1" }, shortWords(one));
  const reason = one.refused ? [make("p", {}, say("refused", { reason: one.refused }))] : [];
  const tools = make("div", { class: "btn-list mb-2" });
  if (one.refused) tools.append(button(say("openAgain"), () => void reopen(one)));
  tools.append(button(say("dropIt"), () => void remove(one)));
  return make("div", {}, words, ...reason, tools);
}

async function remove(one: Waiting): Promise<void> {
  if (await confirmed(`${say("dropIt")}?`)) await drop(one.key);
}

/** Turn a refused report into a draft of its own form again. */
async function reopen(one: Waiting): Promise<void> {
  const { key, fields, photos } = one;
  const draft = { name: one.draft, key, fields, photos, changedAt: Date.now() };
  await (await store()).put("drafts", draft);
  await drop(key);
  location.assign(one.url);
}


function shortWords(one: Waiting): string {
  return (one.fields.text ?? "").slice(0, 60);
}
