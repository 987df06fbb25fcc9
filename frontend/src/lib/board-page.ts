import type { EChartsType } from "echarts/core";
import { BoardMap, type Part } from "./board-map";
import { chartIn, optionOf, type Look } from "./charting";
import { debounce, find, findAll } from "./dom";

const COLOURS = ["#8fc1ff", "#ffd24d", "#7fe0a0"];

/** The part of the page that changes: figures, charts and the map, without leaving the page. */
export class BoardPage {
  private readonly body: HTMLElement;
  private readonly sent = new Map<string, string>();
  private readonly kept = new Map<string, HTMLElement>();
  private readonly charts = new Map<string, EChartsType>();
  private map: BoardMap | undefined;

  constructor(
    private readonly frame: HTMLElement,
    private readonly go: (href: string) => void,
  ) {
    this.body = find("#board", frame) ?? frame;
    for (const part of findAll("[data-part]", this.body)) this.sent.set(name(part), part.innerHTML);
    frame.classList.add("x-board-drawn");
    new ResizeObserver(debounce(200, () => this.drawCharts())).observe(this.body);
  }

  get head(): HTMLElement {
    return find("[data-part=head]", this.body) ?? this.body;
  }

  /** The query string that made what is shown. */
  get query(): string {
    return this.head.dataset.query ?? "";
  }

  /** The boards of the parts of this place. */
  get parts(): Part[] {
    return findAll<HTMLTableRowElement>("#board-areas tbody tr", this.body).map((row) => ({
      code: row.dataset.code ?? "",
      name: find("th", row)?.textContent?.trim() ?? "",
      step: Number(row.dataset.step),
      percent: row.dataset.percent ?? "",
      href: find<HTMLAnchorElement>("a[data-board-link]", row)?.href ?? "",
    }));
  }

  /** Put what the server sent in place of what differs from it. */
  async show(html: string): Promise<void> {
    const template = document.createElement("template");
    template.innerHTML = html;
    for (const part of findAll("[data-part]", template.content)) this.exchange(part);
    document.title = this.head.dataset.title ?? document.title;
    await this.draw();
  }

  /** Charts and map from the tables that stand in the page. */
  async draw(): Promise<void> {
    this.drawCharts();
    const element = find("[data-board-map]", this.body);
    if (!element) return;
    this.kept.set("map", element);
    this.map ??= new BoardMap(element, this.go);
    const turn = (isDrawn: boolean) => {
      element.hidden = !isDrawn;
      find("[data-board-mosaic]", this.body)?.toggleAttribute("hidden", isDrawn);
    };
    const isOutlined = await this.map.load(`${this.frame.dataset.outlinesUrl}?${this.query}`);
    turn(isOutlined);
    if (isOutlined && !(await this.map.show(this.parts))) turn(false);
  }

  private exchange(part: HTMLElement): void {
    const old = find(`[data-part="${name(part)}"]`, this.body);
    if (!old) return;
    for (const { name: key, value } of part.attributes) old.setAttribute(key, value);
    if (this.sent.get(name(part)) === part.innerHTML) return;
    this.sent.set(name(part), part.innerHTML);
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const scrolled = find(".x-board-scroll, .x-board-table", old)?.scrollTop ?? 0;
    old.replaceChildren(...part.childNodes);
    this.putBack(old);
    const region = find(".x-board-scroll, .x-board-table", old);
    if (region) region.scrollTop = scrolled;
    if (focused) this.focusAgain(focused.id);
  }

  /** The map and the charts hold what cannot be written as HTML: they move into the new page. */
  private putBack(section: HTMLElement): void {
    const map = this.kept.get("map");
    if (map) find("[data-board-map]", section)?.replaceWith(map);
    for (const slot of findAll("[data-board-chart]", section)) {
      const box = this.kept.get(keyOf(slot));
      if (box) slot.replaceWith(box);
    }
  }

  private focusAgain(id: string): void {
    const again = id ? document.getElementById(id) : null;
    const target = again ?? find("h1", this.body);
    if (!again) target?.setAttribute("tabindex", "-1");
    target?.focus({ preventScroll: true });
  }

  private drawCharts(): void {
    for (const box of findAll("[data-board-chart]", this.body)) {
      const table = document.getElementById(box.dataset.boardChart ?? "");
      if (!(table instanceof HTMLTableElement) || !box.clientWidth) continue;
      const key = keyOf(box);
      this.kept.set(key, box);
      const chart = this.charts.get(key) ?? chartIn(box);
      this.charts.set(key, chart);
      const columns = (box.dataset.columns ?? "").split(",").map(Number);
      const isShare = box.dataset.percent !== undefined;
      const words = find("h2", box.parentElement ?? this.body)?.textContent?.trim() ?? "";
      const wish = { kind: "line", columns, isShare, isNamed: true, words, look: lookOf(box) };
      chart.setOption(optionOf(table, wish));
    }
  }
}

function name(part: HTMLElement): string {
  return part.dataset.part ?? "";
}

function keyOf(box: HTMLElement): string {
  return `${box.dataset.boardChart} ${box.dataset.columns}`;
}

function lookOf(box: HTMLElement): Look {
  const letter = Number.parseFloat(getComputedStyle(box).fontSize);
  const size = Math.max(12, Math.round(letter * 0.9));
  const colours = box.dataset.percent === undefined ? COLOURS : COLOURS.slice(2);
  return { colours, text: "#dbe6f7", line: "#2c4266", size, width: Math.max(2, size / 6) };
}
