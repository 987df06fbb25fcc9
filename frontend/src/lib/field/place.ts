import { make } from "../dom";
import { say } from "../words";
import type { Answers } from "./formlang";
import { press } from "./ui";
import { word } from "./words";

/** The point of a report from the phone's own position, WGS 84 degrees. */
export class Place {
  readonly element: HTMLElement;
  private readonly line = make("p", { class: "mb-2", role: "status" });
  private point: { lon?: number; lat?: number } = {};

  constructor(private readonly changed: () => void) {
    const locate = press(word("reportHere"), () => this.locate(), "btn-outline-primary", "current-location");
    this.element = make("div", { class: "card mb-3" }, make("div", { class: "card-body" }, locate, this.line));
  }

  value(): Answers {
    return { ...this.point };
  }

  set(value: Answers): void {
    const { lon, lat } = value as { lon?: number; lat?: number };
    this.point = lon === undefined || lat === undefined ? {} : { lon, lat };
    this.line.textContent = lon === undefined ? "" : say("placeChosen");
  }

  locate(): void {
    if (!("geolocation" in navigator)) return;
    this.line.textContent = say("placeSearching");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.set({ lon: round(coords.longitude), lat: round(coords.latitude) });
        this.changed();
      },
      (error) => {
        this.line.textContent = say(error.code === error.PERMISSION_DENIED ? "placeDenied" : "placeUnknown");
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }
}

function round(degrees: number): number {
  return Number(degrees.toFixed(6));
}
