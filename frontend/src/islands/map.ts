import { Marker, type Map as GlMap } from "maplibre-gl";
import type { FeatureCollection, Point } from "geojson";
import { makeBase } from "../lib/basemap";
import { debounce, find, make } from "../lib/dom";
import { toast } from "../lib/toast";
import { say, type Word } from "../lib/words";

const COLOURS = ["red", "yellow", "blue", "green"] as const;
type Colour = (typeof COLOURS)[number];
const SIGNS: Record<Colour, string> = { red: "!", yellow: "△", blue: "●", green: "✓" };

/** What the server sends: a cell with counts by colour, or one item. */
interface Properties extends Partial<Record<Colour, number>> {
  count?: number;
  number?: string;
  title?: string;
  colour?: Colour;
  url?: string;
}
type Items = FeatureCollection<Point, Properties> & { truncated?: boolean };

export async function attach(element: HTMLElement): Promise<void> {
  const base = await makeBase(element);
  if (!base) return;
  const items = new ItemMap(element, base.map);
  items.start();
}

class ItemMap {
  private markers: Marker[] = [];
  private loading: AbortController | undefined;

  constructor(
    private readonly element: HTMLElement,
    private readonly map: GlMap,
  ) {}

  start(): void {
    const load = debounce(200, () => void this.load());
    this.map.on("moveend", load);
    this.filters?.addEventListener("change", load);
    this.filters?.addEventListener("submit", (event) => {
      event.preventDefault();
      load();
    });
    void this.load();
  }

  private get filters(): HTMLFormElement | null {
    return this.element.dataset.filters ? find(this.element.dataset.filters) : null;
  }

  private async load(): Promise<void> {
    this.loading?.abort();
    this.loading = new AbortController();
    const box = this.map.getBounds();
    const corners = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
    const query = new URLSearchParams(
      this.filters ? (new FormData(this.filters) as unknown as Record<string, string>) : {},
    );
    query.set("bbox", corners.map((degrees) => degrees.toFixed(6)).join(","));
    query.set("zoom", this.map.getZoom().toFixed(2));
    try {
      const response = await fetch(`${this.element.dataset.itemsUrl}?${query}`, {
        headers: { Accept: "application/json" },
        signal: this.loading.signal,
      });
      if (!response.ok) throw new Error(String(response.status));
      this.show((await response.json()) as Items);
    } catch (error) {
      if ((error as Error).name !== "AbortError") toast(say("failed"), "warning");
    }
  }

  private show(items: Items): void {
    this.markers.forEach((marker) => marker.remove());
    this.markers = items.features.map(({ geometry, properties }) => {
      const [lon = 0, lat = 0] = geometry.coordinates;
      const element = properties.number ? this.itemPin(properties) : this.cellPin(properties, lon, lat);
      return new Marker({ element }).setLngLat([lon, lat]).addTo(this.map);
    });
    this.list(items);
    this.element.dataset.shown = String(items.features.length);
    if (items.truncated) toast(say("mapTruncated"), "info");
  }

  private address(properties: Properties): string {
    const pattern = this.element.dataset.itemUrl ?? "";
    return properties.url ?? pattern.replace("__number__", properties.number ?? "");
  }

  private itemPin(properties: Properties): HTMLElement {
    const colour = properties.colour ?? "blue";
    const words = `${say(colour as Word)}: ${properties.title ?? ""} (${properties.number})`;
    return make(
      "a",
      { class: `x-pin x-pin-${colour}`, href: this.address(properties), "aria-label": words, title: words },
      SIGNS[colour],
    );
  }

  private cellPin(properties: Properties, lon: number, lat: number): HTMLElement {
    const worst = COLOURS.find((colour) => properties[colour]) ?? "blue";
    const words = countWords(properties);
    const pin = make(
      "button",
      { type: "button", class: `x-pin x-pin-${worst}`, "aria-label": words, title: words },
      `${SIGNS[worst]} ${properties.count ?? 0}`,
    );
    pin.addEventListener("click", () => {
      this.map.easeTo({ center: [lon, lat], zoom: Math.min(this.map.getZoom() + 2, 18) });
    });
    return pin;
  }

  private list(items: Items): void {
    const list = this.element.dataset.list ? find(this.element.dataset.list) : null;
    if (!list) return;
    const rows = items.features.map(({ geometry, properties }) => {
      if (!properties.number) {
        const [lon = 0, lat = 0] = geometry.coordinates;
        const zoom = this.cellPin(properties, lon, lat);
        zoom.className = "btn btn-outline-secondary";
        zoom.textContent = countWords(properties);
        return make("li", { class: "mb-1" }, zoom);
      }
      const colour = properties.colour ?? "blue";
      const badge = make("span", { class: `x-colour x-${colour}` }, `${SIGNS[colour]} ${say(colour)}`);
      const link = make("a", { href: this.address(properties) }, properties.title ?? properties.number);
      return make("li", { class: "mb-1" }, badge, " ", link);
    });
    list.replaceChildren(...(rows.length ? rows : [make("li", {}, say("mapNothing"))]));
  }
}

function countWords(properties: Properties): string {
  const parts = COLOURS.filter((colour) => properties[colour]).map(
    (colour) => `${say(colour)} ${properties[colour]}`,
  );
  const total = say("mapMany", { count: properties.count ?? 0 });
  return parts.length ? `${total}: ${parts.join(", ")}` : total;
}
