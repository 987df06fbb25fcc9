import { find } from "./dom";

export type Kind = "success" | "info" | "warning" | "danger";

/** Show a sentence in the live region; it stays until it is closed, good news for 8 seconds. */
export function toast(text: string, kind: Kind = "info"): void {
  const region = find("#x-toasts");
  const template = find<HTMLTemplateElement>("#x-toast-template");
  if (!region || !template) return;
  const made = template.content.firstElementChild?.cloneNode(true) as HTMLElement;
  made.classList.add(`x-toast-${kind}`);
  const words = find("[data-toast-words]", made);
  if (words) words.textContent = text;
  region.append(made);
  if (kind === "success") window.setTimeout(() => made.remove(), 8000);
}

/** Let people close what the server or we have said. */
export function startToasts(): void {
  document.addEventListener("click", (event) => {
    const close = (event.target as Element).closest?.("[data-toast-close]");
    close?.closest("[data-toast]")?.remove();
  });
  document.querySelectorAll<HTMLElement>("[data-toast-close]").forEach((close) => {
    close.hidden = false;
  });
}
