const FIRST_MS = 5_000;
const LONGEST_MS = 5 * 60_000;

/** Try again after a while, each time after a longer one; a success begins anew. */
export function attempt(run: () => void): { fail(): void; succeed(): void } {
  let wait = FIRST_MS;
  let timer = 0;
  return {
    fail() {
      clearTimeout(timer);
      // Some chance, so that a street of phones does not come back in the same second.
      timer = window.setTimeout(run, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_MS);
    },
    succeed() {
      clearTimeout(timer);
      wait = FIRST_MS;
    },
  };
}
