import { make, randomKey } from "../dom";
import type { Field } from "./fields";
import type { Question } from "./formlang";
import { photoImage } from "./photo-field";
import { PHOTO } from "./queue";
import { press } from "./ui";
import type { Vault } from "./vault";
import { word } from "./words";

interface Signature {
  name: string;
  token: string;
}

const WIDTH = 600;
const HEIGHT = 220;

/** Sign with a finger, or type the name: nobody is kept from signing by a shaking hand. */
export class SignatureField implements Field {
  readonly element: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly shown = make("div");
  private readonly typed: HTMLInputElement;
  private token = "";

  constructor(
    question: Question,
    private readonly vault: Vault,
    private readonly changed: () => void,
  ) {
    this.canvas = make("canvas", {
      class: "x-field-sign",
      width: String(WIDTH),
      height: String(HEIGHT),
      role: "img",
      "aria-label": word("signHere"),
    });
    this.typed = make("input", { class: "form-control", type: "text", maxlength: "60", autocomplete: "off" });
    this.typed.addEventListener("input", changed);
    this.draw();
    const star = question.required ? [make("span", { class: "text-danger", "aria-hidden": "true" }, " *")] : [];
    this.element = make(
      "div",
      {},
      make("p", { class: "form-label mb-1" }, question.label, ...star),
      ...(question.help ? [make("div", { class: "form-hint" }, question.help)] : []),
      this.canvas,
      this.shown,
      press(word("signAgain"), () => this.clear()),
      make("label", { class: "form-label mt-2" }, word("signTyped"), this.typed),
    );
  }

  value(): Signature | "" {
    const name = this.typed.value.trim();
    return name || this.token ? { name, token: this.token } : "";
  }

  set(value: unknown): void {
    const { name = "", token = "" } = (value || {}) as Partial<Signature>;
    this.typed.value = name;
    this.token = token;
    this.canvas.hidden = Boolean(token);
    if (token) void this.show(token.slice(PHOTO.length));
    else this.shown.replaceChildren();
  }

  private async show(id: string): Promise<void> {
    this.shown.replaceChildren(await photoImage(this.vault, id, word("signature")));
  }

  private clear(): void {
    this.set({ name: this.typed.value });
    this.canvas.getContext("2d")?.clearRect(0, 0, WIDTH, HEIGHT);
    this.changed();
  }

  private draw(): void {
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    pen.lineWidth = 4;
    pen.lineCap = pen.lineJoin = "round";
    const at = (event: PointerEvent): [number, number] => {
      const { left, top, width, height } = this.canvas.getBoundingClientRect();
      return [((event.clientX - left) * WIDTH) / width, ((event.clientY - top) * HEIGHT) / height];
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(...at(event));
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!this.canvas.hasPointerCapture(event.pointerId)) return;
      pen.lineTo(...at(event));
      pen.stroke();
    });
    this.canvas.addEventListener("pointerup", () => void this.keep());
  }

  private async keep(): Promise<void> {
    const blob = await new Promise<Blob | null>((resolve) => this.canvas.toBlob(resolve, "image/png"));
    if (!blob) return;
    const id = randomKey();
    await this.vault.keepPhoto(id, blob);
    this.token = PHOTO + id;
    this.changed();
  }
}
