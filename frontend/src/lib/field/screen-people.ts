import type { App } from "./app";
import { debounce, make } from "../dom";
import type { Person } from "./rows";
import type { Screen } from "./screens";
import { badge, empty, link, row, rows } from "./ui";
import { word } from "./words";

const SHOWN = 50;
let lastQuery = "";

/** Search as you type over what lies opened in memory; nothing of it goes over the net. */
export function peopleScreen(app: App, id: string): Screen {
  if (id) lastQuery = decodeURIComponent(id);
  const input = make("input", {
    type: "search",
    class: "form-control form-control-lg",
    "aria-label": word("searchPeople"),
    placeholder: word("searchPeople"),
    autocomplete: "off",
    maxlength: "40",
    name: "search",
  });
  input.value = lastQuery;
  const list = make("div");
  const count = make("p", { class: "text-secondary mt-2 mb-2", role: "status" });
  const draw = () => {
    lastQuery = input.value.trim();
    const found = search(everybody(app), lastQuery);
    const shown = found.slice(0, SHOWN);
    const isMore = found.length > SHOWN;
    count.textContent = isMore
      ? word("foundMany", { shown: SHOWN, count: found.length })
      : word("found", { count: found.length });
    list.replaceChildren(shown.length ? rows(...shown.map((one) => personRow(app, one))) : empty(word("nobodyFound")));
  };
  input.addEventListener("input", debounce(80, draw));
  draw();
  const add = link("#add", word("addPerson"), "btn-outline-primary", "user-plus");
  const bar = make("div", { class: "x-field-search" }, input, add);
  return { title: word("people"), nodes: [bar, count, list], redraw: draw };
}

/** People of the register and those who were added on this phone. */
export function everybody(app: App): Person[] {
  const added = app.model.waiting.filter(({ kind }) => kind === "registry.add_person");
  return [...added.map(personOf), ...app.model.rows<Person>("people")];
}

function personOf(entry: { id: string; title: string }): Person {
  return { id: `new:${entry.id}`, name: entry.title, address: word("newHere"), phone: "" } as Person;
}

/** All words must occur in name, address, telephone or category. */
export function search(people: Person[], query: string): Person[] {
  const words = query.toLowerCase().normalize("NFKC").split(/\s+/).filter(Boolean);
  if (!words.length) return people;
  return people.filter((person) => {
    const tags = (person.tags ?? []).map(({ name }) => name).join(" ");
    const text = `${person.name} ${person.address} ${person.phone ?? ""} ${tags}`.toLowerCase();
    return words.every((one) => text.includes(one));
  });
}

export function ageOf(person: Person, now = new Date()): number | undefined {
  const [year = 0, month = 0, day = 0] = (person.born_on ?? "").split("-").map(Number);
  if (!year) return undefined;
  const isBefore = now.getMonth() + 1 < month || (now.getMonth() + 1 === month && now.getDate() < day);
  return now.getFullYear() - year - (isBefore ? 1 : 0);
}

export function personRow(app: App, person: Person): HTMLElement {
  const age = ageOf(person);
  const badges = (person.tags ?? []).slice(0, 3).map(({ name }) => badge(name));
  if (app.model.pending(`people/${person.id}`).length) badges.unshift(badge(word("changedHere"), "yellow"));
  const title = age === undefined ? person.name : `${person.name}  ${word("yearsOld", { count: age })}`;
  return row(`#person/${person.id}`, title, person.address ?? "", badges);
}
