import { attachIslands } from "./islands";
import { startDialogs } from "./dialogs";
import { find, findAll } from "./dom";
import { sendFormsOnce, submitOnChange } from "./forms";
import { startHtmx } from "./hypertext";
import { startOffline } from "./offline";
import { startToasts, toast } from "./toast";
import { say } from "./words";

/** What every page does: messages, dialogs, forms that are sent once, fragments, lost networks. */
export function startShell(): void {
  startToasts();
  startDialogs();
  startHtmx((root) => attachIslands(root));
  startOffline();
  sendFormsOnce();
  submitOnChange();
  copyButtons();
  closeMenus();
  find("[data-focus]")?.focus();
}

function copyButtons(): void {
  document.addEventListener("click", (event) => {
    const source = (event.target as Element).closest<HTMLElement>("[data-copy]");
    if (!source) return;
    const done = navigator.clipboard?.writeText(source.dataset.copy ?? "") ?? Promise.reject();
    done.then(() => toast(say("copied"), "success")).catch(() => toast(say("copyFailed"), "warning"));
  });
}

function closeMenus(): void {
  const menus = () => findAll<HTMLDetailsElement>("details.x-menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      find("summary", menu)?.focus();
    }
  });
}
