import type { App } from "./app";
import { find, make } from "../dom";
import type { Why } from "./device";
import type { Result } from "./replay";
import { ago, icon } from "./ui";
import { signOut } from "./watch";
import { word } from "./words";

export interface Status {
  isSyncing: boolean;
  result?: Result;
  gone?: Why;
}

/** The line under the title (signal, what waits, when last synchronised) and the menu beside it. */
export function drawStatus(app: App, root: HTMLElement): void {
  const line = find("[data-field-status]", root);
  line?.replaceChildren(statusLine(app));
  if (line) line.className = `x-field-status x-field-status-${tone(app)}`;
  const tools = find("[data-field-tools]", root);
  if (tools && !tools.querySelector("details[open]")) tools.replaceChildren(...toolsOf(app));
}

function tone(app: App): string {
  if (app.status.result === "signed-out") return "signed-out";
  if (!navigator.onLine || app.status.result === "away") return "offline";
  return app.model.attention.length ? "attention" : "fine";
}

function statusLine(app: App): HTMLElement {
  const { model, status } = app;
  const line = make("div", { class: "x-narrow x-field-line" });
  const waiting = model.waiting.length;
  const parts: (Node | string)[] = [];
  if (status.result === "signed-out") {
    line.append(make("span", {}, word("signInAgain")), signInLink(app));
    return line;
  }
  if (!navigator.onLine) {
    const kept = waiting ? word("keptCount", { count: waiting }) : word("keptNone");
    parts.push(icon("wifi-off"), `${word("noSignal")} · ${kept}`);
  } else if (status.isSyncing) parts.push(word("syncing"));
  else if (status.result === "away") parts.push(word("syncFailed"));
  else parts.push(model.syncedAt ? word("syncedAt", { when: ago(model.syncedAt) }) : word("preparing"));
  if (navigator.onLine && waiting) parts.push(` · ${word("waitingCount", { count: waiting })}`);
  line.append(make("span", {}, ...parts));
  if (model.attention.length) {
    const words = word("attentionCount", { count: model.attention.length });
    line.append(make("a", { href: "#waiting", class: "x-field-attention" }, icon("alert-triangle"), words));
  } else if (waiting) line.append(make("a", { href: "#waiting" }, word("waitingTitle")));
  return line;
}

function signInLink(app: App): HTMLElement {
  return make("a", { class: "btn btn-primary", href: app.data.signIn ?? "/" }, word("signIn"));
}

function toolsOf(app: App): HTMLElement[] {
  const sync = make("button", { type: "button", class: "btn btn-ghost-secondary x-field-tool" }, icon("refresh"));
  sync.append(make("span", { class: "visually-hidden" }, word("syncNow")));
  sync.addEventListener("click", () => void app.sync());
  if (app.status.isSyncing) sync.setAttribute("aria-busy", "true");
  const menu = make("details", { class: "x-menu" });
  const summary = make("summary", { class: "btn btn-ghost-secondary x-field-tool" }, icon("dots-vertical"));
  summary.append(make("span", { class: "visually-hidden" }, word("more")));
  menu.append(summary, menuBody(app));
  return [sync, menu];
}

function menuBody(app: App): HTMLElement {
  const { meta } = app.model;
  const item = (href: string, words: string, image: string) =>
    make("a", { class: "btn btn-ghost-secondary", href }, icon(image), words);
  const out = make("button", { type: "button", class: "btn btn-outline-secondary" }, icon("logout"), word("signOut"));
  out.addEventListener("click", () => void signOut());
  const body = make("div", { class: "x-menu-body" }, make("p", { class: "fw-bold mb-1" }, meta?.user.name ?? ""));
  for (const { name } of meta?.grids ?? []) body.append(make("p", { class: "text-secondary mb-1" }, name));
  body.append(
    item("#waiting", word("waitingTitle"), "cloud-upload"),
    item(app.data.desk ?? "/", word("desk"), "checklist"),
    make("p", { class: "text-secondary mt-2" }, word("onThisPhoneWords")),
    out,
  );
  body.addEventListener("click", (event) => {
    if ((event.target as Element).closest("a")) body.closest("details")?.removeAttribute("open");
  });
  return body;
}
