import type { App } from "./app";
import { make } from "../dom";
import type { Answers, Definition } from "./formlang";
import { newPersonQuestions } from "./forms";
import { formScreen } from "./form-screen";
import type { Building, Dwelling, Person } from "./rows";
import type { Screen } from "./screens";
import type { Payload } from "./shapes";
import { word } from "./words";

/** Somebody new: in a household that is known (`household/3`), or behind a door one names. */
export function addScreen(app: App, id: string): Screen {
  const [kind = "", key = ""] = id.split("/");
  const household = kind === "household" ? key : "";
  const route = id ? `add/${id}` : "add";
  const who = { code: "who", title: word("who"), questions: newPersonQuestions() };
  const definition: Definition = { sections: household ? [who] : [door(app), who] };
  return formScreen(app, word("addTitle"), {
    definition,
    draft: route,
    given: { relation: household ? "" : "head" },
    above: household ? [make("p", { class: "fs-3 mt-3" }, addressOf(app, household))] : [],
    sendWords: word("save"),
    send: async (answers, sending) => {
      const payload = household ? { household: Number(household), person: personIn(answers) } : atDoor(app, answers);
      await app.keep(sending, { kind: "registry.add_person", payload, title: String(answers.name), route: `#${route}` });
      app.go("#people");
      return undefined;
    },
  });
}

function door(app: App): Definition["sections"][number] {
  const buildings = app.model.rows<Building>("buildings");
  const options = buildings.map(({ id, name }) => ({ code: String(id), label: name }));
  return {
    code: "where",
    title: word("where"),
    questions: [
      { code: "building", type: "choice", label: word("building"), required: true, options },
      { code: "unit", type: "text", label: word("unit"), max_length: 10 },
      { code: "number", type: "text", label: word("roomNumber"), required: true, max_length: 20 },
    ],
  };
}

function addressOf(app: App, household: string): string {
  const there = app.model.rows<Person>("people").find((one) => String(one.household) === household);
  return there?.address ?? "";
}

const DOOR = new Set(["building", "unit", "number"]);

function personIn(answers: Answers): Payload {
  return Object.fromEntries(Object.entries(answers).filter(([name, value]) => !DOOR.has(name) && value !== ""));
}

/** A door that is known by its number, or a new one that the server adds first. */
function atDoor(app: App, answers: Answers): Payload {
  const building = Number(answers.building);
  const [unit, number] = [String(answers.unit ?? ""), String(answers.number)];
  const known = app.model
    .rows<Dwelling>("dwellings")
    .find((one) => one.building === building && one.unit === unit && one.number === number);
  const dwelling = known ? { id: known.id } : { building, unit, number };
  return { dwelling, person: personIn(answers) };
}
