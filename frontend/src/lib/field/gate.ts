import { make } from "../dom";
import { Refusal } from "./api";
import type { App } from "./app";
import { countUnsent } from "./queue";
import type { Result } from "./replay";
import { alert, link, press } from "./ui";
import { word } from "./words";

/** Nothing is open here: say why, set the phone up for who is signed in, or ask to sign in. */
export async function gate(app: App, setUp: () => Promise<Result | Refusal>): Promise<void> {
  const before = await explained(app);
  if (!navigator.onLine) {
    app.close(...before, make("p", { class: "fs-3" }, word("needSignal")), again(app));
    window.addEventListener("online", () => void app.open(), { once: true });
    return;
  }
  app.close(...before, make("p", { class: "fs-3", role: "status" }, word("preparing")));
  const result = await setUp();
  if (result === "sent") return;
  if (result instanceof Refusal) {
    const words = result.message || word("refusedHere");
    app.close(alert("warning", words), link(app.data.desk ?? "/", word("toDesk")), again(app));
  } else if (result === "signed-out") {
    const welcome = [make("h2", {}, word("welcome")), make("p", { class: "fs-3" }, word("welcomeWords"))];
    app.close(...before, ...welcome, signIn(app));
  } else app.close(...before, make("p", { class: "fs-3" }, word("needSignal")), again(app));
}

async function explained(app: App): Promise<Node[]> {
  const { gone } = app.status;
  const said: Node[] = gone ? [alert("info", word(`gone_${gone}`))] : [];
  const count = await countUnsent();
  if (count) said.push(alert("warning", word("unsentLeft", { count })));
  return said;
}

function again(app: App): HTMLElement {
  return press(word("tryAgain"), () => void app.open(), "btn-primary", "refresh");
}

function signIn(app: App): HTMLElement {
  const made = link(app.data.signIn ?? "/", word("signIn"), "btn-primary", "login");
  made.classList.add("w-100");
  return made;
}
