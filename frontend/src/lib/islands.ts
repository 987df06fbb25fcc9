/** An island gets its element once; it loads its own code only where the page has it. */
type Attach = (element: HTMLElement) => void | Promise<void>;

const islands: Record<string, () => Promise<{ attach: Attach }>> = {
  report: () => import("../islands/report"),
  outbox: () => import("../islands/outbox"),
  "place-picker": () => import("../islands/place-picker"),
  map: () => import("../islands/map"),
  "area-map": () => import("../islands/area-map"),
  worklist: () => import("../islands/worklist"),
  field: () => import("../islands/field"),
  board: () => import("../islands/board"),
  help: () => import("../islands/help"),
  sign: () => import("../islands/sign"),
};

const attached = new WeakSet<Element>();

export function attachIslands(root: ParentNode): void {
  const own = root instanceof HTMLElement && root.dataset.island ? [root] : [];
  for (const element of [...own, ...root.querySelectorAll<HTMLElement>("[data-island]")]) {
    attachWhenSeen(element);
  }
  if (root.querySelector("table[data-chart]")) {
    void import("../islands/chart").then((chart) => chart.attachAll(root));
  }
}

function attachWhenSeen(element: HTMLElement): void {
  const folded = element.closest<HTMLDetailsElement>("details:not([open])");
  if (folded) {
    // A map in a closed fold has no size and costs half a megabyte: wait until it is wanted.
    folded.addEventListener("toggle", () => attachWhenSeen(element), { once: true });
    return;
  }
  const load = islands[element.dataset.island ?? ""];
  if (!load || attached.has(element)) return;
  attached.add(element);
  load()
    .then((island) => island.attach(element))
    .then(() => (element.dataset.ready = "true"))
    .catch((error: unknown) => {
      attached.delete(element);
      console.error(`island ${element.dataset.island} did not start`, error);
    });
}
