import type { App } from "./app";
import { make } from "../dom";
import type { Question } from "./formlang";
import { form } from "./forms";
import { formScreen } from "./form-screen";
import type { Item, Task } from "./rows";
import type { Screen } from "./screens";
import { badge, card, empty, link, shortDay } from "./ui";
import { word } from "./words";

type Action = Item["actions"][number];

/** `7` shows an item with what can be done on the spot, `7/close` the form of one action. */
export function itemScreen(app: App, id: string): Screen {
  const [key = "", name = ""] = id.split("/");
  const item = app.model.row<Item>("items", key);
  if (!item) return { title: word("workTitle"), nodes: [empty(word("nothingWork"))] };
  const action = item.actions.find((one) => one.name === name);
  return action ? actScreen(app, item, action) : overview(app, item);
}

function overview(app: App, item: Item): Screen {
  const buttons = item.actions.map(({ name, label }) => link(`#item/${item.id}/${name}`, label, "btn-primary"));
  if (!buttons.length) buttons.push(make("p", {}, word("nothingToDoHere")));
  const waiting = app.model.pending(`items/${item.id}`).map(({ title }) => badge(`✓ ${title}`, "green"));
  const due = item.due_at ? word("dueOn", { when: shortDay(Date.parse(item.due_at)) }) : "";
  const head = card(
    make("p", { class: "text-secondary mb-1" }, [item.flow_name, item.number].join(" ")),
    make("p", { class: "fs-3 fw-bold" }, item.title),
    make("p", { class: "x-field-badges" }, badge(item.state_name, item.colour), due, ...waiting),
    make("div", { class: "x-field-stack" }, ...buttons, link(item.url, word("workOpen"), "btn-outline-secondary")),
  );
  return { title: word("workTitle"), nodes: [make("div", { class: "mt-3" }, head)] };
}

function actScreen(app: App, item: Item, { name, label, needs }: Action): Screen {
  const questions: Question[] = [];
  if (needs.includes("words")) questions.push({ code: "words", type: "long_text", label: word("words"), required: true });
  if (needs.includes("reason")) questions.push({ code: "reason", type: "long_text", label: word("reason"), required: true });
  questions.push({ code: "photos", type: "photo", label: word("photos"), required: needs.includes("proof"), most: 6 });
  const route = `item/${item.id}/${name}`;
  return formScreen(app, label, {
    definition: form(...questions),
    draft: route,
    above: [make("p", { class: "fs-3 mt-3" }, item.title)],
    sendWords: label,
    send: async (answers, sending) => {
      const payload = { id: item.id, action: name, words: "", reason: "", ...answers };
      const title = `${label}：${item.title}`;
      await app.keep(sending, { kind: "workflow.act", payload, title, about: `items/${item.id}`, route: `#${route}` });
      app.go("#today");
      return undefined;
    },
  });
}

/** One check of a lane or a facility: in order or not, with a photo. */
export function checkScreen(app: App, id: string): Screen {
  const task = app.model.row<Task>("upkeep.today", id);
  if (!task) return { title: word("upkeepTitle"), nodes: [empty(word("nothingUpkeep"))] };
  const isDefect = { question: "state", equals: "defect" };
  const states = (["ok", "defect"] as const).map((code) => ({ code, label: word(`upkeep_${code}`) }));
  const definition = form(
    { code: "state", type: "choice", label: word("upkeepState"), required: true, options: states },
    { code: "words", type: "long_text", label: word("upkeepWords"), required: true, when: isDefect, max_length: 500 },
    { code: "photos", type: "photo", label: word("photos"), required: true, most: 6 },
  );
  return formScreen(app, word("upkeepTitle"), {
    definition,
    draft: `check/${id}`,
    given: { state: "ok" },
    above: [make("p", { class: "fs-3 mt-3" }, [task.title || task.name, task.address].filter(Boolean).join(" · "))],
    sendWords: word("upkeepSave"),
    send: async (answers, sending) => {
      await app.keep(sending, {
          kind: "upkeep.check",
          payload: { id: task.id, words: "", ...answers },
          title: `${word("upkeepTitle")}：${task.title || task.name}`,
          about: `upkeep.today/${id}`,
          route: `#check/${id}`,
        });
      app.go("#today");
      return undefined;
    },
  });
}
