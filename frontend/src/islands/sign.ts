import { find } from "../lib/dom";

const NAME = "signature.png";

/** Sign with a finger: the drawing goes along with the form's photos as one more picture. */
export function attach(element: HTMLElement): void {
  const canvas = find<HTMLCanvasElement>("canvas", element);
  const input = element.closest("form")?.querySelector<HTMLInputElement>("input[type=file]");
  const pen = canvas?.getContext("2d");
  if (!canvas || !input || !pen) return;
  element.hidden = false;
  pen.lineWidth = 4;
  pen.lineCap = pen.lineJoin = "round";
  // Paper is white: where the picture is stored without transparency, ink on nothing is unreadable.
  const wipe = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
  };
  wipe();

  const point = (event: PointerEvent): [number, number] => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [((event.clientX - left) / width) * canvas.width, ((event.clientY - top) / height) * canvas.height];
  };
  const keep = (signature?: File) => {
    const files = new DataTransfer();
    [...(input.files ?? [])].filter((file) => file.name !== NAME).forEach((file) => files.items.add(file));
    if (signature) files.items.add(signature);
    input.files = files.files;
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...point(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...point(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => {
    canvas.toBlob((blob) => {
      if (blob) keep(new File([blob], NAME, { type: "image/png" }));
    });
  });
  find<HTMLButtonElement>("button", element)?.addEventListener("click", () => {
    wipe();
    keep();
  });
}
