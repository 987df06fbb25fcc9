import htmx from "htmx.org";
import { openFragmentDialog } from "./dialogs";
import { csrfToken, find } from "./dom";
import { freeForm } from "./forms";
import { toast, type Kind } from "./toast";
import { say } from "./words";

interface ResponseDetail {
  xhr: XMLHttpRequest;
  shouldSwap: boolean;
  isError: boolean;
  target: Element;
}

/** Set htmx up: token, refusals as sentences, refreshing that does not disturb. */
export function startHtmx(swapped: (root: ParentNode) => void): void {
  const body = document.body;
  body.addEventListener("htmx:configRequest", (event) => {
    const headers = (event as CustomEvent).detail.headers as Record<string, string>;
    headers["X-CSRFToken"] = csrfToken();
  });
  body.addEventListener("htmx:beforeSwap", (event) => refuse((event as CustomEvent).detail));
  body.addEventListener("htmx:sendError", () => toast(say("offlineAction"), "warning"));
  body.addEventListener("htmx:timeout", () => toast(say("slow"), "warning"));
  body.addEventListener("htmx:afterRequest", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-once]");
    if (form) freeForm(form);
  });
  body.addEventListener("htmx:afterSwap", (event) => {
    const target = (event as CustomEvent).detail.target as HTMLElement;
    if (target.id === "x-dialog-body" && target.childElementCount) openFragmentDialog();
  });
  htmx.onLoad((element) => swapped(element as HTMLElement));
  body.addEventListener("toast", (event) => {
    const { text, kind } = (event as CustomEvent<{ text: string; kind?: Kind }>).detail;
    if (text) toast(text, kind ?? "info");
  });
  body.addEventListener("close-dialog", () => find<HTMLDialogElement>("#x-dialog")?.close());
  holdRefresh();
}

/** 422 carries the form again and a retargeted answer knows its place; the rest is a sentence. */
function refuse(detail: ResponseDetail): void {
  const { xhr } = detail;
  if (xhr.status < 400) return;
  const isForm = xhr.status === 422 && !isProblem(xhr);
  if (isForm || xhr.getResponseHeader("HX-Retarget")) {
    detail.shouldSwap = true;
    detail.isError = false;
    return;
  }
  detail.shouldSwap = false;
  toast(sentenceOf(xhr), "danger");
}

function isProblem(xhr: XMLHttpRequest): boolean {
  return (xhr.getResponseHeader("Content-Type") ?? "").includes("problem+json");
}

function sentenceOf(xhr: XMLHttpRequest): string {
  if (!isProblem(xhr)) return say("failed");
  try {
    return (JSON.parse(xhr.responseText) as { detail?: string }).detail ?? say("failed");
  } catch {
    return say("failed");
  }
}

const AWAY_AFTER_MS = 10 * 60 * 1000;

/** A list that refreshes itself waits while somebody is busy with it, or does not look. */
function holdRefresh(): void {
  // Refreshing without end would keep an unattended desk signed in, so it stops with the person.
  let lastTouch = Date.now();
  for (const kind of ["pointerdown", "pointermove", "keydown", "scroll"]) {
    document.addEventListener(kind, () => (lastTouch = Date.now()), { passive: true });
  }
  document.body.addEventListener("htmx:confirm", (event) => {
    const { elt, triggeringEvent } = (event as CustomEvent).detail;
    const isTimer = !triggeringEvent && (elt.getAttribute("hx-trigger") ?? "").includes("every");
    const isAway = document.hidden || Date.now() - lastTouch > AWAY_AFTER_MS;
    if (isTimer && (isAway || isBusy(elt))) event.preventDefault();
  });
}

function isBusy(element: Element): boolean {
  const isInUse = element.querySelector("[data-row-select]:checked, details[open]") !== null;
  return isInUse || find("dialog[open], [aria-busy=true]") !== null || !navigator.onLine;
}
