import { App } from "../lib/field/app";

/** The page that works without signal. */
export async function attach(element: HTMLElement): Promise<void> {
  await new App(element).start();
}
