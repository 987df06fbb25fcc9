import type { App, Sending } from "./app";
import { toast } from "../toast";
import type { Around } from "./fields";
import type { Answers } from "./formlang";
import { FormView, type FormOptions } from "./form-view";
import type { Screen } from "./screens";
import { word } from "./words";

export type FormWishes = Omit<FormOptions, "around" | "send"> & {
  around?: Partial<Around>;
  above?: Node[];
  /** Put it into the queue; a sentence means that nothing was kept, and why. */
  send(answers: Answers, sending: Sending): Promise<string | undefined>;
};

/** A form as a screen of its own; what is sent was kept on the phone before the page says so. */
export function formScreen(app: App, title: string, wishes: FormWishes): Screen {
  const around: Around = { vault: app.model.vault, people: [], facilities: [], categories: [], ...wishes.around };
  const form = new FormView({
    ...wishes,
    around,
    send: async (answers, written, again) => {
      const { id, attempt } = again ?? { id: crypto.randomUUID(), attempt: 1 };
      const said = await wishes.send(answers, { id, attempt, draft: wishes.draft, written });
      toast(said ?? word("savedHere"), said ? "info" : "success");
      return !said;
    },
  });
  return { title, nodes: [...(wishes.above ?? []), form.element], isForm: true, drawn: () => form.start() };
}
