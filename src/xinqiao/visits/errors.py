"""What can go wrong with visits, in words for the person."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotAllowed, NotFound


class VisitNotFound(NotFound):
    message = _("We do not find this visit in your area.")


class FormNotFound(NotFound):
    message = _("We do not find this form. Please choose one from the list.")


class BrokenForm(BadInput):
    """A definition that cannot be filled in; `sentences` say where and what to do."""

    code = "broken_form"
    message = _("The form has mistakes: %(sentences)s")

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(field="definition", sentences=" ".join(sentences))
        self.sentences = sentences


class BadFormCode(BadInput):
    code = "bad_form_code"
    message = _("The code of a form holds 2 to 40 small letters, digits and dashes.")


class OtherSubject(BadInput):
    code = "other_subject"
    message = _("A form keeps what it is about. Please make a form with another code.")


class AlreadyPublished(Conflict):
    code = "already_published"
    message = _("This version is published and stays as it is. Please begin a new version.")


class FormNotInUse(BadInput):
    code = "form_not_in_use"
    message = _("This form is not in use here. Please choose another one.")


class WrongSubject(BadInput):
    code = "wrong_subject"
    message = _("This form does not fit what was visited. Please choose another form.")


class BadAnswers(BadInput):
    """Answers that cannot be taken; `problems`: a sentence by the code of the question."""

    code = "bad_answers"
    message = _("Some answers need another look: %(sentences)s")

    def __init__(self, problems: Mapping[str, str]) -> None:
        said = " ".join(f"[{code}] {sentence}" for code, sentence in problems.items())
        super().__init__(sentences=said)
        self.problems = dict(problems)


class BadTime(BadInput):
    code = "bad_time"
    message = _("A visit lies in the past and ends after it began. Please check the times.")


class UnknownWord(BadInput):
    code = "unknown_word"
    message = _("Please choose one of the given answers.")


class VisitNotYours(NotAllowed):
    message = _("Only the visitor or the community's staff can correct this visit.")


class KeyTaken(Conflict):
    code = "key_taken"
    message = _("This number belongs to another visit. Please send the visit again.")


class VisitChanged(Conflict):
    code = "visit_changed"
    message = _("Somebody corrected this visit meanwhile. Please look at it again.")
