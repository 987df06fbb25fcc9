import type { Definition, Question } from "./formlang";
import { word, type FieldWord } from "./words";

/** Our own small forms, in the same language as those of visits. */
export const PERSON_FIELDS = [
  "name",
  "phone",
  "sex",
  "born_on",
  "employer",
  "note",
  "relation",
  "is_registered",
  "lives_here",
] as const;

const RELATIONS = ["head", "spouse", "child", "parent", "grandchild", "grandparent", "sibling", "in_law", "tenant", "carer", "other"] as const;

const LABELS: Record<string, FieldWord> = {
  name: "name",
  phone: "phone",
  sex: "sex",
  born_on: "bornOn",
  employer: "employer",
  note: "note",
  relation: "relation",
  is_registered: "registeredHere",
  lives_here: "livesHere",
};

export function fieldText(name: string, otherwise: string = name): string {
  const label = LABELS[name];
  return label ? word(label) : otherwise;
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

export function relations(): { code: string; label: string }[] {
  return RELATIONS.map((code) => ({ code, label: word(`relation_${code}`) }));
}

/** maskedPhone: what is known of a number that this phone does not carry in full. */
export function personForm(maskedPhone: string): Definition {
  return form(
    NAME(),
    maskedPhone ? { ...PHONE(), help: word("phoneMasked", { phone: maskedPhone }) } : PHONE(),
    { code: "sex", type: "choice", label: word("sex"), options: SEX() },
    { code: "born_on", type: "date", label: word("bornOn"), latest: "today" },
    { code: "relation", type: "choice", label: word("relation"), options: relations() },
    { code: "lives_here", type: "yes_no", label: word("livesHere") },
    { code: "is_registered", type: "yes_no", label: word("registeredHere") },
    { code: "employer", type: "text", label: word("employer"), max_length: 100 },
    NOTE(),
  );
}

/** Who they are; the number fills in sex and birth date by itself on the server. */
export function newPersonQuestions(): Question[] {
  return [
    NAME(),
    { code: "relation", type: "choice", label: word("relation"), required: true, options: relations() },
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
