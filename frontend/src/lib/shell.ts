import { startGuard } from "./field/guard";
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
  startGuard();
  sendFormsOnce();
  submitOnChange();
  copyButtons();
  closeMenus();
  floatMenus();
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

/** Place a menu that opens inside a scrolling table over the page, where nothing cuts it off. */
function floatMenus(): void {
  const open = (event: Event) => {
    const menu = event.target as HTMLDetailsElement;
    if (!menu.matches("details.x-menu[open]") || !menu.closest(".table-responsive")) return;
    for (const other of findAll<HTMLDetailsElement>("details.x-menu[open]")) {
      if (other !== menu) other.open = false;
    }
    const body = find(".x-menu-body", menu);
    if (!body) return;
    body.classList.add("x-floating");
    const place = menu.getBoundingClientRect();
    const below = place.bottom + body.offsetHeight < window.innerHeight;
    body.style.top = `${below ? place.bottom : Math.max(8, place.top - body.offsetHeight)}px`;
    body.style.left = `${Math.max(8, place.right - body.offsetWidth)}px`;
  };
  const close = () => {
    for (const body of findAll(".x-menu-body.x-floating")) {
      const menu = body.closest("details");
      if (menu?.open) menu.open = false;
    }
  };
  document.addEventListener("toggle", open, true);
  document.addEventListener("scroll", close, { capture: true, passive: true });
}
