import type { App } from "./app";
import { make } from "../dom";
import type { Answers, Question } from "./formlang";
import { form } from "./forms";
import { formScreen } from "./form-screen";
import type { Service } from "./rows";
import type { Screen } from "./screens";
import { card, empty } from "./ui";
import { word } from "./words";

const MANNERS = ["code", "signature", "word"] as const;

/** A service at home that was done: the elder's code of the day or signature says so. */
export function serviceScreen(app: App, id: string): Screen {
  const service = app.model.row<Service>("care.services", id);
  if (!service) return { title: word("serviceTitle"), nodes: [empty(word("notOnPhone"))] };
  const draft = `service/${id}`;
  return formScreen(app, word("serviceTitle"), {
    definition: form(...questions(service)),
    draft,
    given: { manner: "code", minutes: service.minutes },
    above: [make("div", { class: "mt-3" }, card(make("p", { class: "fs-2 fw-bold mb-1" }, service.name), `${service.kind} · ${service.address}`))],
    sendWords: word("serviceSave"),
    send: async (answers, sending) => {
      await app.keep(sending, {
        kind: "care.home_service",
        payload: { service: service.id, ...told(answers) },
        title: `${word("serviceTitle")}：${service.name} ${service.kind}`,
        about: `care.services/${id}`,
        route: `#${draft}`,
      });
      app.go("#today");
      return undefined;
    },
  });
}

function questions(service: Service): Question[] {
  const by = (manner: (typeof MANNERS)[number]) => ({ question: "manner", equals: manner });
  const options = MANNERS.map((code) => ({ code, label: word(`manner_${code}`) }));
  return [
    { code: "manner", type: "choice", label: word("serviceManner"), required: true, options },
    { code: "code", type: "text", label: word("serviceCode"), required: true, max_length: 8, keyboard: "numeric", when: by("code") },
    { code: "signed", type: "signature", label: word("signature"), required: true, when: by("signature") },
    { code: "reason", type: "long_text", label: word("reason"), required: true, max_length: 200, when: by("word") },
    { code: "minutes", type: "number", label: word("serviceMinutes"), min: 1, max: Math.max(600, service.minutes) },
    { code: "photos", type: "photo", label: word("photos"), most: 4 },
    { code: "note", type: "long_text", label: word("note"), max_length: 200 },
  ];
}

/** The drawn signature is a photo among the others; a typed name is a word of the helper's. */
function told({ signed, photos, minutes, ...answers }: Answers): Answers {
  const { name = "", token = "" } = (signed || {}) as { name?: string; token?: string };
  const tokens = [...(token ? [token] : []), ...((photos as string[] | undefined) ?? [])];
  const note = [answers.note, name].filter(Boolean).join(" · ");
  return { ...answers, note, photo_tokens: tokens, ...(typeof minutes === "number" ? { minutes } : {}) };
}
