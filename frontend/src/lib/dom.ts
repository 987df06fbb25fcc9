/** Small helpers around the document. */

export function find<T extends Element = HTMLElement>(
  selector: string,
  inside: ParentNode = document,
): T | null {
  return inside.querySelector<T>(selector);
}

export function findAll<T extends Element = HTMLElement>(
  selector: string,
  inside: ParentNode = document,
): T[] {
  return [...inside.querySelectorAll<T>(selector)];
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function button(words: string, onClick: () => void, look = "btn-outline-secondary") {
  const made = make("button", { type: "button", class: `btn ${look}` }, words);
  made.addEventListener("click", onClick);
  return made;
}

export function debounce(wait: number, run: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(run, wait);
  };
}

/** 128 random bits; `crypto.randomUUID` is missing on plain http in a local network. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function csrfToken(): string {
  const found = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return found?.[1] ?? "";
}
