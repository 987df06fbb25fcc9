import { Marker, type GeoJSONSource, type Map as GlMap } from "maplibre-gl";
import type { FeatureCollection } from "geojson";
import { boxOf, makeGround } from "./basemap";
import { make } from "./dom";

/** One part of the place as the ranking tells it. */
export interface Part {
  code: string;
  name: string;
  step: number;
  percent: string;
  href: string;
}

const NONE = "#3a4a66";
// Blue is best and orange worst: people who do not tell red from green see the difference.
const STEPS = ["#5db4ff", "#a8d6ff", "#e6e6e6", "#ffc46b", "#ff8f1f"];
const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };

/** The parts of a place, coloured by the steps of the ranking beside it. */
export class BoardMap {
  private map: GlMap | undefined;
  private shapes: FeatureCollection = EMPTY;
  private markers: Marker[] = [];
  private parts = new Map<string, Part>();
  private loaded = "";
  private isNew = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly go: (href: string) => void,
  ) {}

  /** Get the outlines that `url` gives; false where nobody has drawn any. */
  async load(url: string): Promise<boolean> {
    this.isNew = url !== this.loaded;
    if (this.isNew) {
      this.shapes = await load(url);
      this.loaded = url;
    }
    return this.shapes.features.length > 0;
  }

  /** Colour the outlines by these parts. False where there is no map to show them on. */
  async show(parts: Part[]): Promise<boolean> {
    this.parts = new Map(parts.map((part) => [part.code, part]));
    if (!this.map && !(await this.start())) return false;
    this.paint();
    if (this.isNew) this.frame();
    return true;
  }

  private async start(): Promise<boolean> {
    const colours = STEPS.flatMap((colour, index) => [index + 1, colour]);
    this.map = await makeGround(this.element, {
      version: 8,
      sources: { parts: { type: "geojson", data: EMPTY, promoteId: "code" } },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": "#0b1526" } },
        {
          id: "parts",
          type: "fill",
          source: "parts",
          paint: { "fill-color": ["match", ["get", "step"], ...colours, NONE] as never },
        },
        {
          id: "edges",
          type: "line",
          source: "parts",
          paint: { "line-color": "#0b1526", "line-width": 2 },
        },
      ],
    });
    if (!this.map) return false;
    // A page that scrolls past the map must not be caught by it.
    this.map.scrollZoom.disable();
    this.map.on("click", "parts", (event) => {
      const part = this.parts.get(String(event.features?.[0]?.properties.code ?? ""));
      if (part) this.go(part.href);
    });
    this.map.on("mouseenter", "parts", () => this.element.classList.add("x-board-pointing"));
    this.map.on("mouseleave", "parts", () => this.element.classList.remove("x-board-pointing"));
    this.map.on("zoomend", () => this.fit());
    this.map.on("resize", () => this.frame());
    return true;
  }

  private paint(): void {
    const features = this.shapes.features.map((feature) => {
      const step = this.parts.get(String(feature.properties?.code))?.step ?? 0;
      return { ...feature, properties: { ...feature.properties, step } };
    });
    this.map?.getSource<GeoJSONSource>("parts")?.setData({ type: "FeatureCollection", features });
    this.markers.forEach((marker) => marker.remove());
    this.markers = [];
    for (const feature of features) this.label(feature.properties, boxOf([feature]));
    this.fit();
  }

  private label(properties: Record<string, unknown>, box: ReturnType<typeof boxOf>): void {
    const part = this.parts.get(String(properties.code));
    if (!part || !box || !this.map) return;
    const words = [make("span", {}, part.name), make("strong", {}, part.percent)];
    const element = make("div", { class: "x-board-label", "aria-hidden": "true" }, ...words);
    const centre: [number, number] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    this.markers.push(new Marker({ element, opacityWhenCovered: "1" }).setLngLat(centre).addTo(this.map));
  }

  /** Labels that would lie on each other give way: the ranking beside the map has them all. */
  private fit(): void {
    const taken: DOMRect[] = [];
    for (const marker of this.markers) {
      const element = marker.getElement();
      element.classList.remove("x-map-label-hidden");
      const place = element.getBoundingClientRect();
      const isFree = taken.every((other) => !overlap(place, other));
      element.classList.toggle("x-map-label-hidden", !isFree);
      if (isFree) taken.push(place);
    }
  }

  private frame(): void {
    const box = boxOf(this.shapes.features);
    if (box) this.map?.fitBounds(box, { padding: 24, animate: false });
    this.fit();
  }
}

function overlap(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

async function load(url: string): Promise<FeatureCollection> {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    return response.ok ? ((await response.json()) as FeatureCollection) : EMPTY;
  } catch {
    return EMPTY;
  }
}
