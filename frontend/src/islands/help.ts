import { PlaceChoice } from "./report-place";

/** Lets the position of the phone go along with a call for help, where its holder wants that. */
export function attach(element: HTMLElement): void {
  if (element instanceof HTMLFormElement) new PlaceChoice(element, () => undefined).start();
}
