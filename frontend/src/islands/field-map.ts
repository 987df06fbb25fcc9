import type { Feature, FeatureCollection } from "geojson";
import { Marker, type GeoJSONSource, type Map as GlMap } from "maplibre-gl";
import { boxOf, makeGround, STYLE, warmWorker } from "../lib/basemap";
import { make } from "../lib/dom";
import { toast } from "../lib/toast";
import { say } from "../lib/words";
import type { App } from "../lib/field/app";
import type { Building, Person } from "../lib/field/rows";
import type { Screen } from "../lib/field/screens";
import { alert, press, row, rows, section } from "../lib/field/ui";
import { word } from "../lib/field/words";

const MOST_MARKERS = 200;
const CLOSE = 17;

/** My grid from what lies on the phone: no tile, glyph or sprite is asked of any server. */
export function screen(app: App, title: string): Screen {
  const buildings = app.model.rows<Building>("buildings");
  const people = app.model.rows<Person>("people");
  const box = make("div", { class: "x-map x-map-small x-field-map", "aria-label": title });
  const list = buildings.map((one) => buildingRow(one, people));
  const here = make("div", { class: "mt-2 mb-3" });
  const nodes = [
    make("div", { class: "mt-3" }, box, here),
    section(word("mapBuildings"), buildings.length, rows(...list)),
  ];
  return { title, nodes, isForm: true, drawn: () => draw(app, box, here, buildings) };
}

/** Load what the map needs while there is signal. */
export function warm(): Promise<void> {
  return warmWorker();
}

function buildingRow(building: Building, people: Person[]): HTMLElement {
  const count = people.filter(({ address }) => address?.includes(building.name)).length;
  return row(linkTo(building), building.name, word("mapPeopleIn", { count }), [], "building-community");
}

function linkTo(building: Building): string {
  return `#people/${encodeURIComponent(building.name)}`;
}

async function draw(app: App, box: HTMLElement, here: HTMLElement, buildings: Building[]): Promise<void> {
  const areas = collection(app);
  const points = buildings.filter(({ lon, lat }) => lon !== null && lat !== null);
  const bounds = boxOf([...areas.features, ...points.map(pointOf)]);
  const map = await makeGround(box, STYLE, bounds);
  if (!map) {
    box.replaceWith(alert("info", word("mapNoWebgl")));
    return;
  }
  map.getSource<GeoJSONSource>("areas")?.setData(areas);
  if (!areas.features.length) here.append(make("p", { class: "text-secondary" }, word("mapNoBoundary")));
  for (const building of points.slice(0, MOST_MARKERS)) {
    const element = make("a", { class: "x-pin x-pin-blue", href: linkTo(building) }, building.name);
    new Marker({ element, opacityWhenCovered: "1" }).setLngLat(at(building)).addTo(map);
  }
  here.append(press(word("mapHere"), () => locate(map), "btn-outline-primary", "current-location"));
}

function at({ lon, lat }: Building): [number, number] {
  return [lon ?? 0, lat ?? 0];
}

function pointOf(building: Building): Feature {
  return { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at(building) } };
}

function collection(app: App): FeatureCollection {
  const features: Feature[] = [];
  for (const { name, boundary } of app.model.meta?.grids ?? []) {
    if (boundary) features.push({ type: "Feature", properties: { kind: "mine", name }, geometry: boundary });
  }
  return { type: "FeatureCollection", features };
}

let me: Marker | undefined;

function locate(map: GlMap): void {
  if (!("geolocation" in navigator)) return toast(word("mapNoPlace"), "warning");
  toast(say("placeSearching"));
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const spot: [number, number] = [coords.longitude, coords.latitude];
      me?.remove();
      me = new Marker({ element: make("div", { class: "x-pin x-pin-red" }, word("me")) }).setLngLat(spot).addTo(map);
      map.jumpTo({ center: spot, zoom: Math.max(map.getZoom(), CLOSE) });
    },
    (error) => toast(word(error.code === error.PERMISSION_DENIED ? "mapDenied" : "mapNoPlace"), "warning"),
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
  );
}
