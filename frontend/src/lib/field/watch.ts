import { csrfToken, make } from "../dom";
import { toast } from "../toast";
import { openDevice, wipe, wipeIfExpired } from "./device";
import { isLeaving, noteCarrying, noteLeaving, SIGN_OUT } from "./guard";
import { countUnsent } from "./queue";
import { replay } from "./replay";
import { press } from "./ui";
import { word } from "./words";

/** Who is signed in, as a page from the server says; a kept shell says nothing. */
export function signedInUser(): number | undefined {
  const told = document.querySelector<HTMLMetaElement>("meta[name=xinqiao-user]")?.content;
  return told ? Number(told) : undefined;
}

/** Forget what is too old, or what belongs to somebody else than who is signed in here. */
export async function look(): Promise<void> {
  const device = await openDevice();
  if (!device) noteCarrying(false);
  if (!device || (await wipeIfExpired())) return;
  const user = signedInUser();
  if (user !== undefined && device.owner && user !== device.owner) {
    await wipe("other-person");
    noteCarrying(false);
  }
}

/** Ask, offer to send what waits, forget everything, then end the session. */
export async function signOut(): Promise<void> {
  const device = await openDevice();
  const count = device ? await countUnsent(device.id) : 0;
  const answer = count ? await askAboutUnsent(count) : await ask(word("signOutConfirm"), plain());
  if (answer === "send") {
    await replay();
    const left = device ? await countUnsent(device.id) : 0;
    if (left) {
      toast(word("stillUnsent", { count: left }), "warning");
      return;
    }
  } else if (answer !== "leave") return;
  noteLeaving(true);
  await wipe("signed-out");
  noteCarrying(false);
  await leave();
}

/** End the session on the server; without signal it is done by the next page that has some. */
export async function leave(): Promise<void> {
  if (!isLeaving()) return;
  try {
    const headers = { "X-CSRFToken": csrfToken() };
    const first = await fetch(SIGN_OUT, { method: "POST", headers, redirect: "manual" });
    // A session that is over already answers with a redirect as well: both mean "signed out".
    if (first.type !== "opaqueredirect" && !first.ok) return;
  } catch {
    return;
  }
  noteLeaving(false);
  location.assign("/");
}

type Choice = "send" | "leave" | "";

function plain(): [Choice, string][] {
  return [["leave", word("signOutYes")]];
}

function askAboutUnsent(count: number): Promise<Choice> {
  const choices: [Choice, string][] = [
    ["send", word("sendFirst")],
    ["leave", word("signOutAnyway")],
  ];
  return ask(word("signOutUnsent", { count }), choices);
}

function ask(words: string, choices: [Choice, string][]): Promise<Choice> {
  const dialog = make("dialog", { class: "x-dialog x-dialog-small", "aria-label": word("signOut") });
  return new Promise((resolve) => {
    const finish = (choice: Choice) => () => {
      dialog.close();
      dialog.remove();
      resolve(choice);
    };
    const looks = ["btn-primary", "btn-outline-secondary"] as const;
    const buttons = choices.map(([choice, label], index) => press(label, finish(choice), looks[index]));
    dialog.addEventListener("cancel", finish(""));
    dialog.append(
      make("p", { class: "fs-3" }, words),
      make("div", { class: "x-field-stack" }, ...buttons, press(word("cancel"), finish(""), "btn-ghost-secondary")),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
