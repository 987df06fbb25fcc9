import {
  Map as GlMap,
  Marker,
  NavigationControl,
  setWorkerUrl,
  type GeoJSONSource,
  type LngLatBoundsLike,
  type StyleSpecification,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { Feature, FeatureCollection, Position } from "geojson";
import { make } from "./dom";
import { say } from "./words";

const CHINA: LngLatBoundsLike = [73, 18, 135, 54];
const MOST_LABELS = 60;
const LETTER_PIXELS = 14;

// Plain ground: our own areas are the whole map, so it needs no tile, glyph or sprite server.
export const STYLE: StyleSpecification = {
  version: 8,
  sources: { areas: { type: "geojson", data: { type: "FeatureCollection", features: [] } } },
  layers: [
    { id: "ground", type: "background", paint: { "background-color": "#eef1f4" } },
    {
      id: "area-fill",
      type: "fill",
      source: "areas",
      paint: {
        "fill-color": [
          "match",
          ["get", "kind"],
          "mine",
          "#cfe0f5",
          "building",
          "#c3c9d1",
          "#f8f6ef",
        ],
        "fill-opacity": 0.85,
      },
    },
    {
      id: "area-line",
      type: "line",
      source: "areas",
      paint: {
        "line-color": ["match", ["get", "kind"], "mine", "#16437f", "#7d8896"],
        "line-width": ["match", ["get", "kind"], "mine", 3, 1],
      },
    },
  ],
};

export interface Base {
  map: GlMap;
  bounds: LngLatBoundsLike | undefined;
}

/** Make the map in `element`; undefined (and a sentence in its place) where WebGL is missing. */
export async function makeBase(element: HTMLElement): Promise<Base | undefined> {
  const areas = await loadAreas(element.dataset.areasUrl);
  // The drawn boundaries frame the map best; the given box is for areas without one.
  const bounds = boundsOf(areas) ?? given(element.dataset.bbox);
  const map = await makeGround(element, STYLE, bounds);
  if (!map) {
    element.replaceChildren(make("p", { class: "x-map-fault", role: "status" }, say("mapNoWebgl")));
    return undefined;
  }
  map.getSource<GeoJSONSource>("areas")?.setData(areas);
  label(map, areas);
  return { map, bounds };
}

/** An empty map of this style, flat and without turning; undefined where WebGL is missing. */
export async function makeGround(
  element: HTMLElement,
  style: StyleSpecification,
  bounds: LngLatBoundsLike = CHINA,
): Promise<GlMap | undefined> {
  // The browser resolves a relative address against the page, the worker must come from the bundle.
  setWorkerUrl(new URL(workerUrl, import.meta.url).href);
  let map: GlMap;
  try {
    map = new GlMap({
      container: element,
      style,
      bounds,
      fitBoundsOptions: { padding: 16 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 20,
      locale: { "NavigationControl.ZoomIn": say("zoomIn"), "NavigationControl.ZoomOut": say("zoomOut") },
    });
  } catch {
    return undefined;
  }
  element.setAttribute("role", "group");
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  await new Promise<void>((resolve) => void map.once("load", () => resolve()));
  map.getCanvas().setAttribute("aria-label", element.getAttribute("aria-label") ?? "");
  return map;
}

/** Fetch the map's worker once, so that a phone has it without signal. */
export async function warmWorker(): Promise<void> {
  await fetch(new URL(workerUrl, import.meta.url));
}

async function loadAreas(url: string | undefined): Promise<FeatureCollection> {
  const nothing: FeatureCollection = { type: "FeatureCollection", features: [] };
  if (!url) return nothing;
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    return response.ok ? ((await response.json()) as FeatureCollection) : nothing;
  } catch {
    return nothing;
  }
}

function given(bbox: string | undefined): LngLatBoundsLike | undefined {
  const numbers = (bbox ?? "").split(",").map(Number);
  const isBox = numbers.length === 4 && numbers.every(Number.isFinite);
  return isBox ? (numbers as [number, number, number, number]) : undefined;
}

function* positions(value: unknown): Generator<Position> {
  if (!Array.isArray(value)) return;
  if (typeof value[0] === "number") yield value as Position;
  else for (const inner of value) yield* positions(inner);
}

export function boxOf(features: Feature[]): [number, number, number, number] | undefined {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry } of features) {
    if (!geometry || !("coordinates" in geometry)) continue;
    for (const [lon = 0, lat = 0] of positions(geometry.coordinates)) {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
  }
  return Number.isFinite(box[0]) ? box : undefined;
}

function boundsOf(areas: FeatureCollection): LngLatBoundsLike | undefined {
  const mine = areas.features.filter((feature) => feature.properties?.kind === "mine");
  return boxOf(mine.length ? mine : areas.features);
}

/** Names as elements in the page: letters drawn by MapLibre would need a glyph server. */
function label(map: GlMap, areas: FeatureCollection): void {
  const shown: { element: HTMLElement; box: [number, number, number, number] }[] = [];
  for (const feature of areas.features.slice(0, MOST_LABELS)) {
    const name = String(feature.properties?.name ?? "");
    const box = boxOf([feature]);
    if (!name || !box) continue;
    const element = make("div", { class: "x-map-label", "aria-hidden": "true" }, name);
    new Marker({ element, opacityWhenCovered: "1" })
      .setLngLat([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
      .addTo(map);
    shown.push({ element, box });
  }
  // A name wider than its area would lie on its neighbours' names.
  const fit = (): void => {
    for (const { element, box } of shown) {
      const width = map.project([box[2], box[1]]).x - map.project([box[0], box[1]]).x;
      const room = Math.max(width, 0) * 1.1;
      const needed = (element.textContent ?? "").length * LETTER_PIXELS;
      element.classList.toggle("x-map-label-hidden", shown.length > 1 && needed > room);
    }
  };
  map.on("zoomend", fit);
  fit();
}
