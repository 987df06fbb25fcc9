/** The language of forms, as visits/formlang says it: the same rules hold here and on the server. */
export type Answers = Record<string, unknown>;

export type Condition =
  | { question: string; equals: unknown }
  | { question: string; in: unknown[] }
  | { question: string; includes: string }
  | { question: string; at_least: number }
  | { question: string; at_most: number }
  | { question: string; answered: boolean }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

export interface Option {
  code: string;
  label: string;
}

export type QuestionType =
  | "text"
  | "long_text"
  | "number"
  | "choice"
  | "choices"
  | "yes_no"
  | "date"
  | "photo"
  | "signature"
  | "people"
  | "people_tags"
  | "facilities"
  | "findings";

export interface Question {
  code: string;
  type: QuestionType;
  label: string;
  help?: string;
  required?: boolean;
  when?: Condition;
  options?: Option[];
  max_length?: number;
  min?: number;
  max?: number;
  decimals?: number;
  unit?: string;
  most?: number;
  earliest?: string;
  latest?: string;
  aspect?: string;
  category?: string;
  effect?: string;
  /** Of our own forms only: what the keyboard of the phone offers. */
  keyboard?: "tel" | "numeric";
}

export interface Section {
  code: string;
  title: string;
  help?: string;
  when?: Condition;
  questions: Question[];
}

export interface Definition {
  sections: Section[];
}

export const THEN = ["raise", "note", "settle"] as const;

export interface Finding {
  text: string;
  category: string;
  then: (typeof THEN)[number];
  photos: string[];
}

/** An empty answer is no answer. */
export function isAnswered(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== "object" || Object.values(value).some((inner) => inner !== "");
}

export function holds(condition: Condition | undefined, answers: Answers): boolean {
  if (!condition) return true;
  if ("all" in condition) return condition.all.every((part) => holds(part, answers));
  if ("any" in condition) return condition.any.some((part) => holds(part, answers));
  if ("not" in condition) return !holds(condition.not, answers);
  const answer = answers[condition.question];
  const answered = isAnswered(answer);
  if ("answered" in condition) return answered === condition.answered;
  if (!answered) return false;
  if ("equals" in condition) return answer === condition.equals;
  if ("in" in condition) return condition.in.includes(answer);
  if ("includes" in condition) return Array.isArray(answer) && answer.includes(condition.includes);
  if ("at_least" in condition) return typeof answer === "number" && answer >= condition.at_least;
  return typeof answer === "number" && answer <= condition.at_most;
}

/**
 * The questions that these answers lead to, in their order; conditions look at asked ones only, so
 * a question that fell away takes what hangs on it along.
 */
export function asked(form: Definition, answers: Answers): Set<string> {
  const kept: Answers = {};
  const found = new Set<string>();
  for (const section of form.sections) {
    for (const question of section.questions) {
      if (!holds(section.when, kept) || !holds(question.when, kept)) continue;
      found.add(question.code);
      if (isAnswered(answers[question.code])) kept[question.code] = answers[question.code];
    }
  }
  return found;
}

export type Problem = "required" | "number" | "decimals" | "limits" | "long" | "many" | "days";

/** What is wrong with an answer; the server looks again. */
export function problemOf(question: Question, value: unknown): Problem | undefined {
  if (!isAnswered(value)) return question.required ? "required" : undefined;
  if (typeof value === "string" && question.type !== "date") {
    return question.max_length && value.length > question.max_length ? "long" : undefined;
  }
  if (question.type === "number") return numberProblem(question, value);
  if (question.type === "date") return dateProblem(question, String(value));
  if (Array.isArray(value) && question.most && value.length > question.most) return "many";
  return undefined;
}

function numberProblem(question: Question, value: unknown): Problem | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return "number";
  if (Number(value.toFixed(question.decimals ?? 0)) !== value) return "decimals";
  const { min = -Infinity, max = Infinity } = question;
  return value < min || value > max ? "limits" : undefined;
}

function dateProblem(question: Question, day: string): Problem | undefined {
  const limit = (written: string | undefined) => (written === "today" ? today() : written);
  const [earliest, latest] = [limit(question.earliest), limit(question.latest)];
  return (earliest && day < earliest) || (latest && day > latest) ? "days" : undefined;
}

/** The day in this country, whatever the phone thinks of zones. */
export function today(): string {
  return new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
}
