import { find } from "./dom";

export const WAITING_FLAG = "xinqiao-waiting";

/** Show that the network is gone, send what waits when it is back, keep the shell for offline. */
export function startOffline(): void {
  const show = () => {
    const banner = find("[data-offline]");
    if (banner) banner.hidden = navigator.onLine;
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  window.addEventListener("online", sendWaiting);
  show();
  sendWaiting();
  const { classList } = document.body;
  // The field page keeps itself, once all its parts are there.
  if ("serviceWorker" in navigator && classList.contains("x-resident") && !classList.contains("x-field")) {
    keepPages().catch((error: unknown) => console.warn(error));
  }
}

/** Let the worker keep the files of this page, and then its shell where it has one. */
export async function keepPages(shell?: string): Promise<void> {
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  active?.postMessage({ keep: loaded.filter((name) => name.includes("/static/assets/")), shell });
}

function sendWaiting(): void {
  // The flag spares every other page the loading of the database code.
  if (!navigator.onLine || !localStorage.getItem(WAITING_FLAG)) return;
  void import("./outbox").then((outbox) => outbox.flush());
}
