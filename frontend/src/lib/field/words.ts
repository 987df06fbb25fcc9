import { en } from "./words-en";
import { zh } from "./words-zh";

/** What the field page says; loaded with it alone. */
export type FieldWord = keyof typeof zh;

export function word(name: FieldWord, values: Record<string, string | number> = {}): string {
  const words = document.documentElement.lang.startsWith("zh") ? zh : en;
  return words[name].replace(/\{(\w+)\}/g, (_, found: string) => String(values[found] ?? ""));
}
