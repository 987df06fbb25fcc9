import { chartIn, ON_PAPER, optionOf } from "../lib/charting";
import { findAll, make } from "../lib/dom";
import { say } from "../lib/words";

/** Draw every `table[data-chart]`; the table stays, folded, as the exact alternative. */
export function attachAll(root: ParentNode): void {
  for (const table of findAll<HTMLTableElement>("table[data-chart]", root)) {
    if (table.dataset.charted) continue;
    table.dataset.charted = "true";
    draw(table);
  }
}

function draw(table: HTMLTableElement): void {
  const words = table.caption?.textContent?.trim() ?? table.getAttribute("aria-label") ?? "";
  const isTall = Number(table.dataset.chartHeight ?? 280) > 320;
  const box = make("div", { class: isTall ? "x-chart x-chart-tall" : "x-chart" });
  const fold = make("details", {}, make("summary", { class: "btn btn-outline-secondary" }, say("table")));
  const holder = table.closest(".table-responsive") ?? table;
  holder.replaceWith(box, fold);
  fold.append(holder);
  const columns = table.dataset.chartColumns?.split(",").map(Number);
  const isShare = table.dataset.chartShare !== undefined;
  const kind = table.dataset.chart ?? "bar";
  chartIn(box).setOption(optionOf(table, { kind, columns, isShare, words, look: ON_PAPER }));
}
