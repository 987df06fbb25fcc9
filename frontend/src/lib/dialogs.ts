import { find } from "./dom";

/** Dialogs by attributes: `data-dialog` opens, `data-close` closes, `data-confirm` asks first. */
export function startDialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>("[data-dialog]");
    if (opener) find<HTMLDialogElement>(opener.dataset.dialog ?? "")?.showModal();
    if (target.closest("[data-close]")) target.closest("dialog")?.close();
  });
  // Capturing, so that the question comes before any other listener sends the form.
  document.addEventListener("submit", askFirst, true);
}

export function openFragmentDialog(): void {
  const dialog = find<HTMLDialogElement>("#x-dialog");
  if (dialog && !dialog.open) dialog.showModal();
}

function askFirst(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const by = event.submitter;
  const words = by?.dataset.confirm ?? form.dataset.confirm;
  if (!words || form.dataset.confirmed === "true") {
    delete form.dataset.confirmed;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  void confirmed(words, by?.dataset.confirmYes ?? form.dataset.confirmYes).then((yes) => {
    if (!yes) return;
    form.dataset.confirmed = "true";
    form.requestSubmit(by);
  });
}

/** Ask in the page's own dialog; false when it is closed in any other way. */
export function confirmed(words: string, yesWords?: string): Promise<boolean> {
  const dialog = find<HTMLDialogElement>("#x-confirm");
  if (!dialog) return Promise.resolve(true);
  const text = find("#x-confirm-words", dialog);
  const yes = find<HTMLButtonElement>("[value=yes]", dialog);
  if (text) text.textContent = words;
  if (yes) yes.textContent = yesWords ?? yes.dataset.words ?? yes.textContent;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
