import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { findAll, make } from "../lib/dom";
import { say } from "../lib/words";

use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  GridComponent,
  LegendComponent,
  LineChart,
  TooltipComponent,
]);

const COLOURS = ["#1e5aa8", "#b35900", "#1a6b34", "#7b3fa0", "#b3202c", "#3c4654"];

/** Draw every `table[data-chart]`; the table stays, folded, as the exact alternative. */
export function attachAll(root: ParentNode): void {
  for (const table of findAll<HTMLTableElement>("table[data-chart]", root)) {
    if (table.dataset.charted) continue;
    table.dataset.charted = "true";
    draw(table);
  }
}

function draw(table: HTMLTableElement): void {
  const heads = findAll("thead th", table).map((cell) => cell.textContent?.trim() ?? "");
  const rows = findAll<HTMLTableRowElement>("tbody tr", table).map((row) => [...row.cells]);
  const kind = table.dataset.chart ?? "bar";
  const words = table.caption?.textContent?.trim() ?? table.getAttribute("aria-label") ?? "";
  const isTall = Number(table.dataset.chartHeight ?? 280) > 320;
  const box = make("div", { class: isTall ? "x-chart x-chart-tall" : "x-chart" });
  const fold = make("details", {}, make("summary", { class: "btn btn-outline-secondary" }, say("table")));
  const holder = table.closest(".table-responsive") ?? table;
  holder.replaceWith(box, fold);
  fold.append(holder);

  const chart = init(box);
  chart.setOption({
    color: COLOURS,
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    aria: { enabled: true, label: { description: words }, decal: { show: heads.length > 2 } },
    grid: { left: 8, right: 16, top: heads.length > 2 ? 40 : 16, bottom: 8, containLabel: true },
    legend: heads.length > 2 ? { top: 0 } : undefined,
    // Rich text draws on the canvas: an HTML tip would need styles that the policy forbids.
    tooltip: { trigger: "axis", renderMode: "richText" },
    xAxis: { type: "category", data: rows.map((cells) => cells[0]?.textContent?.trim() ?? "") },
    yAxis: { type: "value", minInterval: 1 },
    series: heads.slice(1).map((name, index) => ({
      name,
      type: kind === "line" ? "line" : "bar",
      stack: kind === "stacked" ? "all" : undefined,
      data: rows.map((cells) => numberIn(cells[index + 1])),
    })),
  });
  new ResizeObserver(() => chart.resize()).observe(box);
}

function numberIn(cell: HTMLTableCellElement | undefined): number | null {
  const text = cell?.dataset.value ?? cell?.textContent?.replace(/[,\s%]/g, "") ?? "";
  const value = Number.parseFloat(text);
  return Number.isFinite(value) ? value : null;
}
