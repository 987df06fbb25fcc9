/** On every page: a phone that carries a grid forgets it at sign-out and when another signs in. */
const CARRIES = "xinqiao-field";
const LEAVING = "xinqiao-sign-out";
export const SIGN_OUT = "/accounts/logout/";

export function noteCarrying(carries: boolean): void {
  if (carries) localStorage.setItem(CARRIES, "1");
  else localStorage.removeItem(CARRIES);
}

/** Signed out without signal: the session ends with the first page that reaches the server. */
export function noteLeaving(leaves: boolean): void {
  if (leaves) localStorage.setItem(LEAVING, "1");
  else localStorage.removeItem(LEAVING);
}

export function isLeaving(): boolean {
  return localStorage.getItem(LEAVING) !== null;
}

/** Costs two look-ups where nothing is carried; the rest is loaded only where something is. */
export function startGuard(): void {
  if (isLeaving()) void import("./watch").then((watch) => watch.leave());
  if (!localStorage.getItem(CARRIES)) return;
  document.addEventListener("submit", holdSignOut, true);
  void import("./watch").then((watch) => watch.look());
}

function holdSignOut(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (new URL(form.action, location.href).pathname !== SIGN_OUT || !localStorage.getItem(CARRIES)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void import("./watch").then((watch) => watch.signOut());
}
