import type { App } from "./app";
import { addScreen } from "./screen-add";
import { editScreen, personScreen } from "./screen-person";
import { peopleScreen } from "./screen-people";
import { reportScreen } from "./screen-report";
import { serviceScreen } from "./screen-service";
import { skipScreen, visitScreen } from "./screen-visit";
import { checkScreen, itemScreen } from "./screen-work";
import { todayScreen } from "./screen-today";
import { waitingScreen } from "./screen-waiting";
import { word } from "./words";

/** What the page shows for an address behind the #. */
export interface Screen {
  title: string;
  nodes: Node[];
  /** A form is never drawn anew under the fingers of who fills it in. */
  isForm?: boolean;
  /** Draw only what changed, where the whole would lose the place. */
  redraw?(): void;
  /** After it stands on the page. */
  drawn?(): Promise<void> | void;
}

export type View = (app: App, id: string) => Screen | Promise<Screen>;

const VIEWS: Record<string, { view: View; tab: string }> = {
  today: { view: todayScreen, tab: "today" },
  people: { view: peopleScreen, tab: "people" },
  person: { view: personScreen, tab: "people" },
  edit: { view: editScreen, tab: "people" },
  add: { view: addScreen, tab: "people" },
  visit: { view: visitScreen, tab: "today" },
  skip: { view: skipScreen, tab: "today" },
  item: { view: itemScreen, tab: "today" },
  check: { view: checkScreen, tab: "today" },
  service: { view: serviceScreen, tab: "today" },
  report: { view: reportScreen, tab: "report" },
  waiting: { view: waitingScreen, tab: "today" },
  map: { view: mapScreen, tab: "map" },
};

/** The map is the only heavy part: it comes when somebody opens it. */
async function mapScreen(app: App): Promise<Screen> {
  const map = await import("../../islands/field-map");
  return map.screen(app, word("map"));
}

export function routeOf(hash: string): { view: View; tab: string; id: string } {
  const [name = "", ...rest] = hash.replace(/^#/, "").split("/");
  const found = VIEWS[name] ?? VIEWS.today;
  return { view: found?.view ?? todayScreen, tab: found?.tab ?? "today", id: rest.join("/") };
}
