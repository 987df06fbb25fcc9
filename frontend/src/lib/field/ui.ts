import { make } from "../dom";
import { word, type FieldWord } from "./words";

/** Small pieces of the field page: icons of the frame, cards, rows, buttons for a thumb. */
export function icon(name: string): Node {
  const template = document.querySelector<HTMLTemplateElement>("#x-field-icons");
  const found = template?.content.querySelector(`[data-icon="${name}"]`)?.firstElementChild;
  return found ? found.cloneNode(true) : document.createTextNode("");
}

export type Look = "btn-primary" | "btn-outline-primary" | "btn-outline-secondary" | "btn-ghost-secondary" | "btn-danger";

export function press(
  words: string,
  run: () => void,
  look: Look = "btn-outline-secondary",
  image = "",
): HTMLButtonElement {
  const made = make("button", { type: "button", class: `btn btn-lg ${look}` });
  if (image) made.append(icon(image));
  made.append(words);
  made.addEventListener("click", run);
  return made;
}

export function link(href: string, words: string, look: Look = "btn-outline-secondary", image = ""): HTMLElement {
  const made = make("a", { class: `btn btn-lg ${look}`, href });
  if (image) made.append(icon(image));
  made.append(words);
  return made;
}

export function card(...children: (Node | string)[]): HTMLElement {
  return make("div", { class: "card mb-3" }, make("div", { class: "card-body" }, ...children));
}

/** A section with a heading; `count` stands beside it. */
export function section(title: string, count: number | undefined, ...children: (Node | string)[]): HTMLElement {
  const heading = make("h2", { class: "h3 x-field-heading" }, title);
  if (count !== undefined) heading.append(" ", make("span", { class: "x-field-count" }, String(count)));
  return make("section", { class: "mb-4" }, heading, ...children);
}

/** A row to touch as a whole: first line, second line, small badges. */
export function row(href: string, title: string, below: string, badges: Node[] = [], image = ""): HTMLElement {
  const words = make("span", { class: "x-field-row-words" }, make("strong", {}, title));
  if (below) words.append(make("span", { class: "text-secondary" }, below));
  if (badges.length) words.append(make("span", { class: "x-field-badges" }, ...badges));
  const made = make("a", { class: "x-field-row", href });
  if (image) made.append(icon(image));
  made.append(words);
  return made;
}

export function rows(...made: Node[]): HTMLElement {
  return make("div", { class: "x-field-rows" }, ...made);
}

export type Tone = "blue" | "yellow" | "red" | "green";

export function badge(words: string, tone: Tone = "blue"): HTMLElement {
  return make("span", { class: `x-colour x-${tone}` }, words);
}

export function empty(words: string): HTMLElement {
  return make("p", { class: "x-field-empty" }, words);
}

export function alert(kind: "warning" | "danger" | "info" | "success", ...children: (Node | string)[]): HTMLElement {
  return make("div", { class: `alert alert-${kind} d-block`, role: "status" }, ...children);
}

/** "刚刚", "8 分钟前", "今天 09:12", "11月3日 09:12". */
export function ago(at: number, now = Date.now()): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return word("justNow");
  if (minutes < 60) return word("minutesAgo", { count: minutes });
  const [day, time] = [dayOf(at), clock(at)];
  return day === dayOf(now) ? word("todayAt", { time }) : `${shortDay(at)} ${time}`;
}

function dayOf(at: number): string {
  return new Date(at).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
}

export function clock(at: number): string {
  const how = { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false } as const;
  return new Date(at).toLocaleTimeString(document.documentElement.lang, how);
}

export function shortDay(at: number): string {
  const how = { timeZone: "Asia/Shanghai", month: "short", day: "numeric" } as const;
  return new Date(at).toLocaleDateString(document.documentElement.lang, how);
}

export type { FieldWord };
