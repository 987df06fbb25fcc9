"""Errors a person can act on: a code for machines, a status for HTTP, a sentence for people."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class DomainError(Exception):
    """Base of every error this product raises on purpose.

    Subclasses set `code`, `status` and `message`; `params` fill the named placeholders of the
    message. `field` names the form field or JSON member at fault, if there is one.

        raise FileTooBig(limit_mb=20, field="photo")
        raise BadInput(_("Please choose a day after %(day)s."), day="2026-10-01", field="day")
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    message: ClassVar[Sentence] = _("This could not be done. Please check and try again.")

    def __init__(
        self,
        sentence: Sentence | None = None,
        *,
        field: str | None = None,
        **params: Any,
    ) -> None:
        self.template: Sentence = self.message if sentence is None else sentence
        self.field = field
        self.params: Mapping[str, Any] = params
        super().__init__(str(self.code))

    def sentence(self) -> str:
        """Return the message in the language of the moment, with its placeholders filled."""
        text = str(self.template)
        return text % self.params if self.params else text

    def __str__(self) -> str:
        return self.sentence()

    def __reduce__(self) -> tuple[Any, ...]:
        # Keyword parameters are lost by the default pickling of exceptions.
        return (_rebuild, (type(self), self.template, self.field, dict(self.params)))


class BadInput(DomainError):
    """422: what was sent cannot be used as it is."""

    code = "bad_input"
    status = 422
    message = _("Something in the form is not right. Please check it and send it again.")


class NotAllowed(DomainError):
    """403: the person is known, the post does not allow it."""

    code = "not_allowed"
    status = 403
    message = _("Your post does not allow this. Please ask a colleague who is responsible.")


class NotFound(DomainError):
    """404: nothing is there, or nothing this person may see."""

    code = "not_found"
    status = 404
    message = _("We could not find this. Please check the number or the address.")


class Conflict(DomainError):
    """409: the state has moved on, or somebody else was faster."""

    code = "conflict"
    status = 409
    message = _("Somebody changed this in the meantime. Please reload the page and look again.")


class TooMany(DomainError):
    """429: too often in too short a time."""

    code = "too_many"
    status = 429
    message = _("That was too often. Please wait %(seconds)s seconds and try again.")

    @property
    def retry_after(self) -> int:
        """Whole seconds until it may be tried again (the HTTP header Retry-After)."""
        return int(self.params.get("seconds", 60))


class Unavailable(DomainError):
    """503: a part of the house is down for a moment."""

    code = "unavailable"
    status = 503
    message = _("The service is not reachable right now. Please try again in a minute.")


def _rebuild(
    kind: type[DomainError], template: Sentence, field: str | None, params: dict[str, Any]
) -> DomainError:
    return kind(template, field=field, **params)
