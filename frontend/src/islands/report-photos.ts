import { button, find, make } from "../lib/dom";
import { downscale } from "../lib/photos";
import type { Photo } from "../lib/store";
import { toast } from "../lib/toast";
import { say } from "../lib/words";

const MOST = 9;

/** The chosen photos: small copies with a preview, each removable before it is sent. */
export class PhotoBox {
  photos: Photo[] = [];
  private addresses: string[] = [];

  constructor(
    private readonly form: HTMLFormElement,
    private readonly changed: () => void,
  ) {}

  start(): void {
    const input = find<HTMLInputElement>("[data-report-photos]", this.form);
    input?.addEventListener("change", () => void this.take(input));
  }

  set(photos: Photo[]): void {
    this.photos = photos;
    this.draw();
  }

  private async take(input: HTMLInputElement): Promise<void> {
    const files = [...(input.files ?? [])];
    const limit = Number(this.form.dataset.photoLimit ?? MOST);
    const room = limit - this.photos.length;
    if (files.length > room) toast(say("photoTooMany", { limit }), "warning");
    for (const file of files.slice(0, Math.max(room, 0))) {
      this.photos.push({ blob: await downscale(file), name: file.name });
    }
    // The island sends the small copies by itself; left here they would be sent once more.
    input.value = "";
    this.draw();
    this.changed();
  }

  private draw(): void {
    const box = find("[data-report-preview]", this.form);
    if (!box) return;
    this.addresses.forEach((address) => URL.revokeObjectURL(address));
    this.addresses = this.photos.map((photo) => URL.createObjectURL(photo.blob));
    const list = make("ul", { class: "x-photos w-100" });
    this.photos.forEach((photo, index) => list.append(this.tile(photo, index)));
    box.replaceChildren(...(this.photos.length ? [list] : []));
  }

  private tile(photo: Photo, index: number): HTMLElement {
    const alt = say("photoAlt", { number: index + 1 });
    const image = make("img", { src: this.addresses[index] ?? "", alt, width: "96", height: "96" });
    image.addEventListener("error", () => image.replaceWith(make("p", {}, photo.name)));
    const remove = button(say("photoRemove"), () => {
      this.photos = this.photos.filter((other) => other !== photo);
      this.draw();
      this.changed();
    });
    remove.setAttribute("aria-label", `${say("photoRemove")} ${alt}`);
    return make("li", {}, image, remove);
  }
}
