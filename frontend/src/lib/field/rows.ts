import type { Definition } from "./formlang";
import type { Row } from "./shapes";

/** Rows as their rooms declare them for phones (`field.contract.Carried`). */
export const KINDS = [
  "people",
  "households",
  "dwellings",
  "buildings",
  "items",
  "cases.topics",
  "visits.today",
  "visits.forms",
  "visits.facilities",
  "upkeep.today",
  "care.services",
];

export interface Person extends Row {
  name: string;
  sex: string;
  version: number;
  born_on: string;
  /** In full only for those who are called regularly (`can_call`), else masked. */
  phone: string;
  can_call: boolean;
  employer: string;
  note: string;
  household: number | null;
  dwelling: number | null;
  address: string;
  relation: string;
  relation_name: string;
  is_registered: boolean;
  lives_here: boolean;
  tags: { code: string; name: string }[];
  last_seen_at?: string | null;
}

export interface Dwelling extends Row {
  building: number;
  unit: string;
  number: string;
  address: string;
}

export interface Building extends Row {
  name: string;
  lon: number | null;
  lat: number | null;
}

export interface Planned extends Row {
  person_id: number | null;
  household_id: number | null;
  name: string;
  address: string;
  /** The plan, in words. */
  why: string;
  contact: string;
  form: string;
  opens_on: string;
  until: string;
  behind: number;
  last_at: string | null;
}

export interface VisitForm extends Row {
  code: string;
  title: string;
  subject: "household" | "person" | "facility";
  definition: Definition;
}

export interface Task extends Row {
  name: string;
  address: string;
  title: string;
  due_at: string | null;
}

export interface Item extends Row {
  number: string;
  flow_name: string;
  title: string;
  state_name: string;
  colour: "green" | "blue" | "yellow" | "red";
  due_at: string | null;
  lon: number | null;
  lat: number | null;
  url: string;
  actions: { name: string; label: string; needs: string[] }[];
}

export interface Topic extends Row {
  name: string;
}

export interface Facility extends Row {
  name: string;
}

export interface Service extends Row {
  kind: string;
  name: string;
  address: string;
  due_on: string;
  minutes: number;
}
