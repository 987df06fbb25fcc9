import { findAll } from "./dom";

/** Forms with `data-once` are sent once, whatever the number of clicks. */
export function sendFormsOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || !form.matches("[data-once]")) return;
    if (form.dataset.sent === "true") {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    // A disabled button would not be part of what is sent, so it only looks and says busy.
    for (const submit of submitters(form)) submit.setAttribute("aria-busy", "true");
  });
  // Coming back by the browser's back button shows the old page as it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) findAll<HTMLFormElement>("form[data-once]").forEach(freeForm);
  });
}

function submitters(form: HTMLFormElement): HTMLElement[] {
  return findAll("button:not([type=button]):not([type=reset])", form);
}

export function freeForm(form: HTMLFormElement): void {
  delete form.dataset.sent;
  for (const submit of submitters(form)) submit.removeAttribute("aria-busy");
}

export function submitOnChange(): void {
  document.addEventListener("change", (event) => {
    const field = event.target as HTMLInputElement;
    if (field.matches("[data-submit-on-change]")) field.form?.requestSubmit();
  });
}
