import { Marker } from "maplibre-gl";
import { makeBase } from "../lib/basemap";
import { find, make } from "../lib/dom";
import { say } from "../lib/words";

const CLOSE = 16;

/** A small map in a form: a tap (or Enter for the middle) writes its inputs `lon` and `lat`. */
export async function attach(element: HTMLElement): Promise<void> {
  const form = element.closest("form");
  const base = await makeBase(element);
  if (!form || !base) return;
  const { map } = base;
  element.after(make("p", { class: "form-hint" }, say("mapHint")));
  const pin = make("div", { class: "x-pin x-pin-red" }, say("mapHere"));
  const marker = new Marker({ element: pin, draggable: true });
  const input = (name: string) => find<HTMLInputElement>(`input[name=${name}]`, form);

  const show = () => {
    const [lon, lat] = [Number(input("lon")?.value), Number(input("lat")?.value)];
    if (!input("lon")?.value || !Number.isFinite(lon + lat)) {
      marker.remove();
      return;
    }
    marker.setLngLat([lon, lat]).addTo(map);
    if (!map.getBounds().contains([lon, lat])) map.jumpTo({ center: [lon, lat], zoom: CLOSE });
  };
  const choose = (lon: number, lat: number) => {
    const [lonInput, latInput] = [input("lon"), input("lat")];
    if (!lonInput || !latInput) return;
    lonInput.value = lon.toFixed(6);
    latInput.value = lat.toFixed(6);
    element.dispatchEvent(new CustomEvent("place:change", { bubbles: true, detail: { lon, lat } }));
  };

  map.on("click", ({ lngLat }) => choose(lngLat.lng, lngLat.lat));
  marker.on("dragend", () => choose(marker.getLngLat().lng, marker.getLngLat().lat));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    choose(map.getCenter().lng, map.getCenter().lat);
  });
  form.addEventListener("place:change", show);
  const start = [Number(element.dataset.lon), Number(element.dataset.lat)] as const;
  if (element.dataset.lon && Number.isFinite(start[0] + start[1])) {
    map.jumpTo({ center: [start[0], start[1]], zoom: Number(element.dataset.zoom ?? CLOSE) });
  }
  show();
}
