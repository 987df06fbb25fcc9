import { make, randomKey } from "../dom";
import { downscale } from "../photos";
import { toast } from "../toast";
import { say } from "../words";
import type { Field } from "./fields";
import type { Question } from "./formlang";
import { PHOTO } from "./queue";
import { icon, press } from "./ui";
import type { Vault } from "./vault";
import { word } from "./words";

/** Photos of a question. Each lies sealed on the phone as soon as it is taken. */
export class PhotoField implements Field {
  readonly element: HTMLElement;
  private readonly list = make("ul", { class: "x-photos" });
  private ids: string[] = [];

  constructor(
    private readonly question: Question,
    private readonly vault: Vault,
    private readonly changed: () => void,
  ) {
    const input = make("input", {
      type: "file",
      accept: "image/*",
      multiple: "",
      class: "visually-hidden",
      name: question.code,
    });
    input.addEventListener("change", () => void this.take(input));
    const label = make("label", { class: "btn btn-lg btn-outline-primary x-field-photo" }, input, icon("camera"));
    label.append(question.label || word("photos"));
    if (question.required) label.append(make("span", { class: "text-danger", "aria-hidden": "true" }, " *"));
    const help = question.help ? [make("div", { class: "form-hint" }, question.help)] : [];
    this.element = make("div", {}, label, ...help, this.list);
  }

  value(): string[] {
    return this.ids.map((id) => PHOTO + id);
  }

  set(value: unknown): void {
    const kept = Array.isArray(value) ? value.map(String).filter((one) => one.startsWith(PHOTO)) : [];
    this.ids = kept.map((one) => one.slice(PHOTO.length));
    void this.draw();
  }

  private async take(input: HTMLInputElement): Promise<void> {
    const limit = this.question.most ?? 6;
    const files = [...(input.files ?? [])];
    if (files.length > limit - this.ids.length) toast(say("photoTooMany", { limit }), "warning");
    for (const file of files.slice(0, Math.max(limit - this.ids.length, 0))) {
      const id = randomKey();
      await this.vault.keepPhoto(id, await downscale(file));
      this.ids.push(id);
    }
    input.value = "";
    await this.draw();
    this.changed();
  }

  private async draw(): Promise<void> {
    const tiles = await Promise.all(this.ids.map((id, index) => this.tile(id, index + 1)));
    this.list.replaceChildren(...tiles);
  }

  private async tile(id: string, number: number): Promise<HTMLElement> {
    const remove = press(say("photoRemove"), () => void this.remove(id));
    const alt = say("photoAlt", { number });
    remove.setAttribute("aria-label", `${say("photoRemove")} ${alt}`);
    return make("li", {}, await photoImage(this.vault, id, alt), remove);
  }

  private async remove(id: string): Promise<void> {
    this.ids = this.ids.filter((other) => other !== id);
    await this.draw();
    this.changed();
  }
}

/** A picture that lies on the phone; its address lives as long as it is being loaded. */
export async function photoImage(vault: Vault, id: string, alt: string): Promise<HTMLElement> {
  const blob = await vault.keptPhoto(id);
  if (!blob) return make("p", { class: "text-secondary" }, alt);
  const address = URL.createObjectURL(blob);
  const image = make("img", { src: address, alt, width: "96", height: "96" });
  const forget = () => URL.revokeObjectURL(address);
  image.addEventListener("load", forget, { once: true });
  image.addEventListener("error", () => {
    forget();
    image.replaceWith(make("p", { class: "text-secondary" }, alt));
  });
  return image;
}
