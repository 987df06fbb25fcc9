import type { App } from "./app";
import { make } from "../dom";
import { today } from "./formlang";
import type { Item, Planned, Service, Task } from "./rows";
import type { Screen } from "./screens";
import { badge, empty, row, rows, section, shortDay } from "./ui";
import { word } from "./words";

/** What is to be done today, and what of it is done here already. */
export function todayScreen(app: App): Screen {
  const { model } = app;
  const planned = model.rows<Planned>("visits.today");
  const visits = planned.filter((one) => one.opens_on <= today());
  const coming = planned.filter((one) => one.opens_on > today());
  const items = model.rows<Item>("items");
  const tasks = model.rows<Task>("upkeep.today");
  const services = model.rows<Service>("care.services");
  const nodes: Node[] = [];
  if (!visits.length && !items.length && !tasks.length && !services.length) nodes.push(empty(word("nothingAtAll")));
  if (visits.length) nodes.push(section(word("visitsToday"), visits.length, rows(...visits.map((one) => visitRow(app, one)))));
  if (services.length) nodes.push(section(word("servicesToday"), services.length, rows(...services.map((one) => serviceRow(app, one)))));
  if (items.length) nodes.push(section(word("workToday"), items.length, rows(...items.map((one) => itemRow(app, one)))));
  if (tasks.length) nodes.push(section(word("upkeepToday"), tasks.length, rows(...tasks.map((one) => taskRow(app, one)))));
  if (coming.length) nodes.push(section(word("visitsComing"), coming.length, rows(...coming.map((one) => visitRow(app, one)))));
  nodes.push(make("p", { class: "text-secondary" }, word("install")));
  return { title: word("today"), nodes: [make("div", { class: "mt-3" }, ...nodes)] };
}

function doneBadge(app: App, about: string): Node[] {
  return app.model.pending(about).length ? [badge(`✓ ${word("doneHere")}`, "green")] : [];
}

function visitRow(app: App, visit: Planned): HTMLElement {
  const badges = doneBadge(app, `visits.today/${visit.id}`);
  const isLate = visit.behind > 0 || visit.until < today();
  if (!badges.length && isLate) badges.push(badge(word("overdueSince"), "red"));
  const seen = visit.last_at ? word("lastVisit", { when: shortDay(Date.parse(visit.last_at)) }) : word("neverSeen");
  const below = [visit.address, visit.why, seen].filter(Boolean).join(" · ");
  return row(`#visit/planned/${visit.id}`, visit.name || visit.address, below, badges, "walk");
}

function itemRow(app: App, item: Item): HTMLElement {
  const badges = doneBadge(app, `items/${item.id}`);
  badges.push(badge(item.state_name, item.colour));
  const due = item.due_at ? word("dueOn", { when: shortDay(Date.parse(item.due_at)) }) : "";
  return row(`#item/${item.id}`, item.title, [item.flow_name, due].filter(Boolean).join(" · "), badges, "checklist");
}

function serviceRow(app: App, service: Service): HTMLElement {
  const badges = doneBadge(app, `care.services/${service.id}`);
  if (!badges.length && service.due_on < today()) badges.push(badge(word("overdueSince"), "red"));
  return row(`#service/${service.id}`, service.name, [service.kind, service.address].join(" · "), badges, "home");
}

function taskRow(app: App, task: Task): HTMLElement {
  const due = task.due_at ? word("dueOn", { when: shortDay(Date.parse(task.due_at)) }) : "";
  const below = [task.address, due].filter(Boolean).join(" · ");
  return row(`#check/${task.id}`, task.title || task.name, below, doneBadge(app, `upkeep.today/${task.id}`), "tool");
}

