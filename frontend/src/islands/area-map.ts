import { makeBase } from "../lib/basemap";

/** Boundaries only. */
export async function attach(element: HTMLElement): Promise<void> {
  await makeBase(element);
}
