import type { Definition, Question } from "./formlang";
import { word, type FieldWord } from "./words";

/** Our own small forms, in the same language as those of visits. */
export const PERSON_FIELDS = ["name", "phone", "sex", "born_on", "employer", "note"] as const;

const LABELS: Record<string, FieldWord> = {
  name: "name",
  phone: "phone",
  sex: "sex",
  born_on: "bornOn",
  employer: "employer",
  note: "note",
};

export function fieldText(name: string): string {
  const label = LABELS[name];
  return label ? word(label) : name;
}

export function form(...questions: Question[]): Definition {
  return { sections: [{ code: "all", title: "", questions }] };
}

const SEX = () => [
  { code: "male", label: word("male") },
  { code: "female", label: word("female") },
];

const NAME = (): Question => ({ code: "name", type: "text", label: word("name"), required: true, max_length: 60 });
const PHONE = (): Question => ({ code: "phone", type: "text", label: word("phone"), max_length: 20, keyboard: "tel" });
const NOTE = (): Question => ({ code: "note", type: "long_text", label: word("note"), max_length: 200 });

export function personForm(): Definition {
  return form(
    NAME(),
    PHONE(),
    { code: "sex", type: "choice", label: word("sex"), options: SEX() },
    { code: "born_on", type: "date", label: word("bornOn"), latest: "today" },
    { code: "employer", type: "text", label: word("employer"), max_length: 100 },
    NOTE(),
  );
}

/** Who they are; the number fills in sex and birth date by itself on the server. */
export function newPersonQuestions(relations: { code: string; label: string }[]): Question[] {
  return [
    NAME(),
    { code: "relation", type: "choice", label: word("relation"), required: true, options: relations },
    PHONE(),
    { code: "citizen_number", type: "text", label: word("citizenNumber"), max_length: 18 },
    {
      code: "sex",
      type: "choice",
      label: word("sex"),
      options: SEX(),
      when: { question: "citizen_number", answered: false },
    },
    {
      code: "born_on",
      type: "date",
      label: word("bornOn"),
      latest: "today",
      when: { question: "citizen_number", answered: false },
    },
    NOTE(),
  ];
}
