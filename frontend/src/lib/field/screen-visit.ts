import type { App } from "./app";
import { make } from "../dom";
import type { Answers, Definition, Section } from "./formlang";
import { form } from "./forms";
import { formScreen } from "./form-screen";
import type { Facility, Person, Planned, VisitForm } from "./rows";
import { personWith, sharing } from "./screen-person";
import type { Screen } from "./screens";
import type { Payload } from "./shapes";
import { card, empty, link } from "./ui";
import { word } from "./words";

/** Whom a visit goes to, and the plan it fulfils. */
interface Aim {
  route: string;
  name: string;
  address: string;
  phone: string;
  planned?: Planned;
  payload: Payload;
  subject: string;
  people: Person[];
  form: string;
}

const METHODS = ["visit", "phone"] as const;
const OUTCOMES = ["met", "absent", "refused"] as const;

/** `planned/7`, `person/12`, with a form behind it: `person/12/four_clear`. */
export function visitScreen(app: App, id: string): Screen {
  const [kind = "", key = "", chosen = ""] = id.split("/");
  const aim = kind === "planned" ? plannedAim(app, key) : personAim(app, key);
  if (!aim) return { title: word("visitTitle"), nodes: [empty(word("notOnPhone"))] };
  const forms = fitting(app, aim);
  const form = forms.find(({ code }) => code === (chosen || aim.form)) ?? (forms.length === 1 ? forms[0] : undefined);
  if (!forms.length) return { title: aim.name, nodes: [head(aim), empty(word("noForms"))] };
  return form ? record(app, aim, form) : choose(aim, forms);
}

function plannedAim(app: App, key: string): Aim | undefined {
  const planned = app.model.row<Planned>("visits.today", key);
  if (!planned) return undefined;
  const person = planned.person_id ? personWith(app, String(planned.person_id)) : undefined;
  const living = app.model.rows<Person>("people").filter(({ household }) => household && household === planned.household_id);
  return {
    route: `planned/${key}`,
    name: planned.name || planned.address,
    address: planned.address,
    phone: callable(person ?? living.find(({ relation }) => relation === "head")),
    planned,
    payload: { planned: planned.id, person: planned.person_id, household: planned.household_id },
    subject: planned.person_id ? "person" : "household",
    people: person ? [person, ...sharing(app, person)] : living,
    form: planned.form ?? "",
  };
}

function personAim(app: App, key: string): Aim | undefined {
  const person = personWith(app, key);
  if (!person) return undefined;
  return {
    route: `person/${key}`,
    name: person.name,
    address: person.address,
    phone: callable(person),
    payload: { person: person.id, household: person.household },
    subject: "person",
    people: [person, ...sharing(app, person)],
    form: "",
  };
}

function callable(person: Person | undefined): string {
  return person?.can_call ? person.phone : "";
}

/** A visit to a person may use the form of the household, too: that is where they live. */
function fitting(app: App, aim: Aim): VisitForm[] {
  const forms = app.model.rows<VisitForm>("visits.forms");
  const hasHousehold = Boolean(aim.payload.household);
  const wanted = [...(aim.subject === "person" ? ["person"] : []), ...(hasHousehold ? ["household"] : [])];
  return forms.filter(({ subject }) => wanted.includes(subject));
}

function head(aim: Aim): HTMLElement {
  const call = aim.phone ? [link(`tel:${aim.phone}`, `${word("call")} ${aim.phone}`, "btn-outline-primary", "phone-call")] : [];
  const skip = aim.planned ? [link(`#skip/${aim.planned.id}`, word("skip"), "btn-outline-secondary", "player-skip-forward")] : [];
  const made = card(
    make("p", { class: "fs-2 fw-bold mb-1" }, aim.name),
    make("p", { class: "text-secondary" }, aim.address),
    make("div", { class: "x-field-stack" }, ...call, ...skip),
  );
  return make("div", { class: "mt-3" }, made);
}

function choose(aim: Aim, forms: VisitForm[]): Screen {
  const links = forms.map(({ code, title }) => link(`#visit/${aim.route}/${code}`, title, "btn-outline-primary"));
  const list = make("div", { class: "x-field-stack" }, ...links);
  return { title: word("visitTitle"), nodes: [head(aim), make("h2", { class: "h3" }, word("chooseForm")), list] };
}

/** How it went comes first; what the form asks is asked only of those who were met. */
function around(form: VisitForm): Definition {
  const options = (codes: readonly string[], prefix: "method" | "outcome") =>
    codes.map((code) => ({ code, label: word(`${prefix}_${code}` as "method_visit") }));
  const how: Section = {
    code: "_how",
    title: "",
    questions: [
      { code: "_outcome", type: "choice", label: word("visitOutcome"), required: true, options: options(OUTCOMES, "outcome") },
      { code: "_method", type: "choice", label: word("visitMethod"), required: true, options: options(METHODS, "method") },
    ],
  };
  const met = { question: "_outcome", equals: "met" };
  const asked = form.definition.sections.map((one) => ({ ...one, when: one.when ? { all: [met, one.when] } : met }));
  const note: Section = {
    code: "_note",
    title: "",
    questions: [{ code: "_note", type: "long_text", label: word("visitNote"), max_length: 200 }],
  };
  return { sections: [how, ...asked, note] };
}

function record(app: App, aim: Aim, form: VisitForm): Screen {
  const draft = `visit/${aim.route}/${form.code}`;
  const startedAt = new Date().toISOString();
  const people = aim.people.map(({ id, name, relation_name: relation }) => ({ id, label: relation ? `${name}（${relation}）` : name }));
  return formScreen(app, word("visitTitle"), {
    definition: around(form),
    draft,
    given: { _outcome: "met", _method: aim.planned?.contact === "phone" ? "phone" : "visit", ...seen(form, aim) },
    around: { people, facilities: app.model.rows<Facility>("visits.facilities").map(({ id, name }) => ({ id, label: name })) },
    above: [head(aim)],
    sendWords: word("visitSave"),
    send: async (all, sending) => {
      const { _outcome: outcome, _method: method, _note: note, ...answers } = all;
      const payload = {
        ...aim.payload,
        key: sending.id,
        form: form.id,
        outcome,
        method,
        note: note ?? "",
        started_at: startedAt,
        ended_at: new Date().toISOString(),
        answers: given(answers),
        ...(await position()),
      };
      const about = aim.planned ? `visits.today/${aim.planned.id}` : `people/${String(aim.payload.person)}`;
      const title = word("visited", { name: aim.name });
      await app.keep(sending, { kind: "visits.record", payload, title, about, route: `#visit/${aim.route}/${form.code}` });
      app.go("#today");
      return undefined;
    },
  });
}

/** Whom one visits one usually meets: the question of who was there begins with them. */
function seen(form: VisitForm, aim: Aim): Answers {
  const questions = form.definition.sections.flatMap((one) => one.questions);
  const met = questions.filter(({ type, effect }) => type === "people" && effect === "met");
  const person = aim.payload.person;
  return person ? Object.fromEntries(met.map(({ code }) => [code, [person]])) : {};
}

function given(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== "" && value !== undefined));
}

/** Where the phone is, when it already knows: nobody waits for satellites to save a visit. */
function position(): Promise<{ lon?: number; lat?: number }> {
  if (!("geolocation" in navigator)) return Promise.resolve({});
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude }),
      () => resolve({}),
      { timeout: 1500, maximumAge: 120_000 },
    );
  });
}

export function skipScreen(app: App, id: string): Screen {
  const planned = app.model.row<Planned>("visits.today", id);
  if (!planned) return { title: word("skipTitle"), nodes: [empty(word("notOnPhone"))] };
  return formScreen(app, word("skipTitle"), {
    definition: form({ code: "reason", type: "long_text", label: word("skipReason"), required: true, max_length: 200 }),
    draft: `skip/${id}`,
    above: [make("p", { class: "fs-3 mt-3" }, `${planned.name} · ${planned.address}`)],
    sendWords: word("skipSave"),
    send: async ({ reason }, sending) => {
      const title = `${word("skipTitle")}：${planned.name}`;
      const about = `visits.today/${id}`;
      await app.keep(sending, { kind: "visits.skip", payload: { planned_id: planned.id, reason }, title, about, route: `#skip/${id}` });
      app.go("#today");
      return undefined;
    },
  });
}
