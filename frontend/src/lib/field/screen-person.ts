import type { App } from "./app";
import { make } from "../dom";
import type { Answers } from "./formlang";
import { fieldText, PERSON_FIELDS, personForm } from "./forms";
import { formScreen } from "./form-screen";
import type { Payload } from "./shapes";
import type { Person } from "./rows";
import { ageOf, everybody, personRow } from "./screen-people";
import type { Screen } from "./screens";
import { badge, card, empty, icon, link, rows, section, shortDay } from "./ui";
import { word } from "./words";

/** Somebody of my grid: call, visit, change, and who lives with them. */
export function personScreen(app: App, id: string): Screen {
  const person = personWith(app, id);
  if (!person) return { title: word("people"), nodes: [empty(word("notOnPhone"))] };
  const age = ageOf(person);
  const isNew = String(person.id).startsWith("new:");
  const facts = [age === undefined ? "" : word("yearsOld", { count: age }), person.relation_name].filter(Boolean);
  const head = card(
    make("p", { class: "fs-2 fw-bold mb-1" }, person.name),
    make("p", { class: "text-secondary mb-2" }, [...facts, person.address].join(" · ")),
    make("p", { class: "x-field-badges" }, ...(person.tags ?? []).map(({ name }) => badge(name))),
    ...notes(app, person),
    make("div", { class: "x-field-stack" }, callButton(person), ...(isNew ? [] : actions(person))),
  );
  const others = sharing(app, person);
  const nodes: Node[] = [make("div", { class: "mt-3" }, head)];
  if (others.length) nodes.push(section(word("household"), others.length + 1, rows(...others.map((one) => personRow(app, one)))));
  if (!isNew && person.household) {
    nodes.push(link(`#add/household/${person.household}`, word("addPersonTo"), "btn-outline-primary", "user-plus"));
  }
  return { title: person.name, nodes };
}

function notes(app: App, person: Person): Node[] {
  const found: Node[] = [];
  if (app.model.pending(`people/${person.id}`).length) found.push(badge(word("changedHere"), "yellow"));
  const seen = person.last_seen_at;
  const words = seen ? word("lastVisit", { when: shortDay(Date.parse(seen)) }) : word("neverSeen");
  if ("last_seen_at" in person) found.push(make("p", { class: "text-secondary mb-2" }, words));
  if (person.note) found.push(make("p", { class: "mb-2" }, person.note));
  return found;
}

function callButton(person: Person): HTMLElement {
  if (person.phone.includes("*")) {
    return make("p", { class: "text-secondary mb-0" }, `${word("phone")} ${person.phone} · ${word("phoneHidden")}`);
  }
  if (person.phone) return link(`tel:${person.phone}`, `${word("call")} ${person.phone}`, "btn-primary", "phone-call");
  return make("p", { class: "text-secondary mb-0" }, icon("phone-call"), ` ${word("noPhone")}`);
}

function actions(person: Person): HTMLElement[] {
  return [
    link(`#visit/person/${person.id}`, word("visitHim"), "btn-outline-primary", "walk"),
    link(`#edit/${person.id}`, word("edit"), "btn-outline-secondary", "pencil"),
  ];
}

export function sharing(app: App, person: Person): Person[] {
  if (!person.household) return [];
  const all = app.model.rows<Person>("people");
  return all.filter((one) => one.household === person.household && one.id !== person.id);
}

/** As the register has them, with what was changed here and is not sent yet put over it. */
export function personWith(app: App, id: string): Person | undefined {
  const found = app.model.row<Person>("people", id) ?? everybody(app).find((one) => String(one.id) === id);
  if (!found) return undefined;
  const changes = app.model.pending(`people/${id}`).map(({ payload }) => (payload.fields ?? {}) as Payload);
  return Object.assign({}, found, ...changes) as Person;
}

/** Only what was touched is sent, with what the register said when it was loaded. */
export function editScreen(app: App, id: string): Screen {
  const person = personWith(app, id);
  if (!person) return { title: word("people"), nodes: [empty(word("notOnPhone"))] };
  const masked = person.phone.includes("*") ? person.phone : "";
  const given: Answers = Object.fromEntries(PERSON_FIELDS.map((name) => [name, person[name] ?? ""]));
  if (masked) given.phone = "";
  const isFirst = !app.model.pending(`people/${id}`).length;
  return formScreen(app, word("editTitle"), {
    definition: personForm(masked),
    draft: `edit/${id}`,
    given,
    sendWords: word("save"),
    send: async (answers, sending) => {
      const changed = PERSON_FIELDS.filter((name) => answers[name] !== undefined && answers[name] !== given[name]);
      if (!changed.length) return word("nothingChanged");
      const pick = (from: Payload) => Object.fromEntries(changed.map((name) => [name, from[name] ?? ""]));
      // The version tells whether others changed it meanwhile; after an own change it would say so of that.
      const version = isFirst ? { version: person.version } : {};
      await app.keep(sending, {
        kind: "registry.edit_person",
        payload: { id: person.id, fields: pick(answers), base: pick(person), ...version },
        title: `${word("editTitle")}：${person.name}（${changed.map((name) => fieldText(name)).join("、")}）`,
        about: `people/${id}`,
        route: `#edit/${id}`,
      });
      app.go(`#person/${id}`);
      return undefined;
    },
  });
}
