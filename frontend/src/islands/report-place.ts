import { button, find } from "../lib/dom";
import { say } from "../lib/words";

/** The point of a report: from the phone's position or a tap on the map, WGS 84 degrees. */
export class PlaceChoice {
  constructor(
    private readonly form: HTMLFormElement,
    private readonly changed: () => void,
  ) {}

  start(): void {
    const locate = find<HTMLButtonElement>("[data-report-locate]", this.form);
    if (locate && "geolocation" in navigator) {
      locate.hidden = false;
      locate.addEventListener("click", () => this.locate(locate));
    }
    this.form.addEventListener("place:change", () => {
      this.show();
      this.changed();
    });
    this.show();
  }

  clear(): void {
    this.set("", "");
  }

  show(): void {
    const line = find("[data-report-place]", this.form);
    const isChosen = Boolean(this.input("lon")?.value);
    if (!line) return;
    line.textContent = isChosen ? `${say("placeChosen")} ` : "";
    if (isChosen) line.append(button(say("placeClear"), () => this.clear()));
  }

  private input(name: string): HTMLInputElement | null {
    return find<HTMLInputElement>(`input[name=${name}]`, this.form);
  }

  private set(lon: string, lat: string): void {
    const [lonInput, latInput] = [this.input("lon"), this.input("lat")];
    if (!lonInput || !latInput) return;
    lonInput.value = lon;
    latInput.value = lat;
    this.form.dispatchEvent(new CustomEvent("place:change", { detail: { lon, lat } }));
  }

  private locate(locate: HTMLButtonElement): void {
    const line = find("[data-report-place]", this.form);
    if (line) line.textContent = say("placeSearching");
    locate.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        locate.removeAttribute("aria-busy");
        this.set(coords.longitude.toFixed(6), coords.latitude.toFixed(6));
      },
      (error) => {
        locate.removeAttribute("aria-busy");
        const isDenied = error.code === error.PERMISSION_DENIED;
        if (line) line.textContent = say(isDenied ? "placeDenied" : "placeUnknown");
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }
}
