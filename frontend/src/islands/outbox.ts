import { button, make } from "../lib/dom";
import { drop, flush, waitingOnes } from "../lib/outbox";
import { confirmed } from "../lib/dialogs";
import { store, type Waiting } from "../lib/store";
import { say } from "../lib/words";

/** The list of reports that wait on this phone, with what can be done about each. */
export async function attach(element: HTMLElement): Promise<void> {
  element.setAttribute("role", "status");
  const draw = () => void list(element);
  window.addEventListener("outbox:change", draw);
  window.addEventListener("outbox:sent", (event) => {
    const { url } = (event as CustomEvent<{ url: string }>).detail;
    const link = make("a", { class: "btn btn-outline-secondary", href: url }, say("keyOpen"));
    element.append(make("p", { class: "x-outbox" }, `${say("sent")} `, link));
  });
  await list(element);
}

async function list(element: HTMLElement): Promise<void> {
  const ones = await waitingOnes();
  if (!ones.length) {
    element.replaceChildren();
    return;
  }
  const rows = ones.map((one) => row(one));
  element.replaceChildren(
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
  const words = make("p", { class: "mb-1" }, (one.fields.text ?? "").slice(0, 60));
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

