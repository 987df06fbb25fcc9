import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { findAll } from "./dom";

use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  GridComponent,
  LegendComponent,
  LineChart,
  TooltipComponent,
]);

/** Colours and sizes of a chart, which is drawn on a canvas and so knows no stylesheet. */
export interface Look {
  colours: string[];
  text: string;
  line: string;
  size: number;
  width: number;
}

export const ON_PAPER: Look = {
  colours: ["#1e5aa8", "#b35900", "#1a6b34", "#7b3fa0", "#b3202c", "#3c4654"],
  text: "#3c4654",
  line: "#d5dbe3",
  size: 12,
  width: 2,
};

export interface Wish {
  kind: string;
  /** Which columns of the table are drawn; all but the first without it. */
  columns?: number[];
  isShare?: boolean;
  /** Name the series even where there is only one. */
  isNamed?: boolean;
  words: string;
  look: Look;
}

/** What a table says, as a chart: the first column is the axis, each other one a series. */
export function optionOf(table: HTMLTableElement, wish: Wish): Parameters<EChartsType["setOption"]>[0] {
  const heads = findAll("thead th", table).map((cell) => cell.textContent?.trim() ?? "");
  const rows = findAll<HTMLTableRowElement>("tbody tr", table).map((row) => [...row.cells]);
  const columns = wish.columns ?? heads.slice(1).map((_, index) => index + 1);
  const { look } = wish;
  const letters = { color: look.text, fontSize: look.size };
  const isMany = columns.length > 1;
  const isNamed = isMany || wish.isNamed;
  return {
    color: look.colours,
    textStyle: { color: look.text, fontSize: look.size },
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    aria: { enabled: true, label: { description: wish.words }, decal: { show: isMany } },
    grid: { left: 8, right: 16, top: isNamed ? look.size * 2.8 : 16, bottom: 8, containLabel: true },
    legend: isNamed ? { top: 0, textStyle: letters } : undefined,
    // Rich text draws on the canvas: an HTML tip would need styles that the policy forbids.
    tooltip: { trigger: "axis", renderMode: "richText" },
    xAxis: {
      type: "category",
      data: rows.map((cells) => cells[0]?.textContent?.trim() ?? ""),
      axisLabel: letters,
      axisLine: { lineStyle: { color: look.line } },
    },
    yAxis: {
      type: "value",
      minInterval: wish.isShare ? undefined : 1,
      // Shares lie close together near their end: an axis from nought would hide what changes.
      min: wish.isShare ? (range: { min: number }) => Math.max(0, Math.floor(range.min / 10) * 10) : 0,
      max: wish.isShare ? 100 : undefined,
      axisLabel: { ...letters, formatter: wish.isShare ? "{value}%" : "{value}" },
      splitLine: { lineStyle: { color: look.line } },
    },
    series: columns.map((column, index) => ({
      name: heads[column] ?? "",
      type: wish.kind === "line" ? "line" : "bar",
      stack: wish.kind === "stacked" ? "all" : undefined,
      // Told apart without colour, too.
      lineStyle: { width: look.width, type: index % 2 ? ("dashed" as const) : ("solid" as const) },
      symbolSize: look.width * 2,
      connectNulls: wish.isShare,
      data: rows.map((cells) => numberIn(cells[column])),
    })),
  };
}

/** A chart in `box` that follows its size. */
export function chartIn(box: HTMLElement): EChartsType {
  const chart = init(box);
  new ResizeObserver(() => chart.resize()).observe(box);
  return chart;
}

function numberIn(cell: HTMLTableCellElement | undefined): number | null {
  const text = cell?.dataset.value ?? cell?.textContent?.replace(/[,\s%]/g, "") ?? "";
  const value = Number.parseFloat(text);
  return Number.isFinite(value) ? value : null;
}
