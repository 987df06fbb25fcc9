/** What the server and the phone tell each other under /api/v1/field/ (field/schemas.py). */
import type { Geometry } from "geojson";

export type Payload = Record<string, unknown>;
export type Row = Record<string, unknown> & { id: number | string };

export interface Registered {
  id: string;
  key: string;
  days: number;
}

export interface Grid {
  code: string;
  name: string;
  path: string;
  boundary: Geometry | null;
}

export interface Meta {
  user: { id: number; name: string };
  posts: { id: number; title: string; role: string; role_name: string; area_path: string }[];
  grids: Grid[];
  kinds: Record<string, string>;
  commands: Record<string, string>;
}

export interface Bundle {
  cursor: string;
  full: boolean;
  server_time: string;
  until: string;
  meta: Meta | null;
  kinds: Record<string, { rows: Row[]; removed: string[] }>;
}

export interface Clash {
  field: string;
  label: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

export type Fate = "done" | "merged" | "conflict" | "refused" | "waiting";

export interface Answer {
  id: string;
  fate: Fate;
  message: string;
  data: Payload;
  clashes: Clash[];
  is_replay: boolean;
}

export interface Answers {
  answers: Answer[];
  server_time: string;
}
