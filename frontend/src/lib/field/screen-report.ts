import type { App } from "./app";
import type { Definition } from "./formlang";
import { formScreen } from "./form-screen";
import { Place } from "./place";
import type { Screen } from "./screens";
import type { Topic } from "./rows";
import { alert } from "./ui";
import { word } from "./words";

const DRAFT = "report";

/** A report in twenty seconds: words, a photo, where; who said it only when there is somebody. */
export function reportScreen(app: App): Screen {
  let touched: () => void = () => undefined;
  const place = new Place(() => touched());
  const screen = formScreen(app, word("report"), {
    definition: definition(app),
    draft: DRAFT,
    above: [alert("warning", word("reportEmergency"))],
    extra: [place.element],
    more: place,
    sendWords: word("reportSave"),
    send: async (answers, sending) => {
      const text = String(answers.text);
      const payload = { ...answers, ...place.value() };
      const title = word("reported", { words: text.slice(0, 30) });
      await app.keep(sending, { kind: "cases.report", payload, title, route: "#report" });
      app.go("#today");
      return undefined;
    },
  });
  touched = () => screen.nodes.at(-1)?.dispatchEvent(new CustomEvent("form:touched"));
  return {
    ...screen,
    drawn: async () => {
      await screen.drawn?.();
      // Only where it was allowed before: a question of the browser would stand in the way.
      if (place.value().lon === undefined && (await isAllowed())) place.locate();
    },
  };
}

async function isAllowed(): Promise<boolean> {
  const asked = await navigator.permissions?.query({ name: "geolocation" }).catch(() => undefined);
  return asked?.state === "granted";
}

function definition(app: App): Definition {
  const topics = app.model.rows<Topic>("cases.topics").map(({ id, name }) => ({ code: String(id), label: name }));
  return {
    sections: [
      {
        code: "what",
        title: "",
        questions: [
          { code: "text", type: "long_text", label: word("reportWords"), required: true, max_length: 1000 },
          { code: "photos", type: "photo", label: word("photos"), most: 9 },
          { code: "address", type: "text", label: word("reportAddress"), max_length: 200 },
          { code: "category", type: "choice", label: word("reportCategory"), help: word("reportCategoryHelp"), options: topics },
        ],
      },
      {
        code: "who",
        title: word("reportFor"),
        questions: [
          { code: "reporter_name", type: "text", label: word("reportName"), max_length: 60 },
          { code: "reporter_phone", type: "text", label: word("reportPhone"), max_length: 20, keyboard: "tel" },
        ],
      },
    ],
  };
}
