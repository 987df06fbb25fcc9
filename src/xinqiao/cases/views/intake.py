"""What the three report forms share: the resident's, the door plate's and the helper's."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.requests import actor_of, client_key
from xinqiao.accounts.services.limits import take
from xinqiao.cases.errors import EmergencyCall
from xinqiao.cases.forms.report import ReportForm
from xinqiao.cases.models import Kind
from xinqiao.cases.selectors.categories import branches, categories_at
from xinqiao.cases.suggesting.suggest import suggest_category
from xinqiao.files.posted import Posted, posted_with_photos
from xinqiao.kit.emergency import numbers_to_dial
from xinqiao.kit.errors import BadInput

HOUR = 3600
REPORTS_AN_HOUR = 30

FormT = TypeVar("FormT", bound=ReportForm)


class CategoryMissing(BadInput):
    """The words speak of no category we know and none was chosen."""

    code = "category_missing"
    message = _("Please choose what it is about.")


def new_key() -> str:
    """A key that makes every click on one form one request."""
    return secrets.token_urlsafe(24)


def slow_down(request: HttpRequest, *, at: datetime) -> None:
    """Count a form sent by somebody unknown. Raises TooMany."""
    if actor_of(request).is_anonymous:
        take(
            key=f"report:{client_key(request)}",
            limit=REPORTS_AN_HOUR,
            period_seconds=HOUR,
            at=at,
        )


def bound_form(
    request: HttpRequest, form_class: type[FormT], *, at: datetime, before: Posted | None = None
) -> FormT:
    """The form with what was typed, its photos stored and what was wrong with them said."""
    posted = posted_with_photos(request, at=at, before=before)
    form = form_class(posted.data)
    for problem in posted.problems:
        form.add_error("photos", problem)
    return form


def refuse_emergency(form: ReportForm) -> None:
    """Send people in danger to the telephone before asking anything. Raises EmergencyCall."""
    if numbers := numbers_to_dial(str(form.cleaned_data["text"])):
        raise EmergencyCall(numbers=" / ".join(numbers), field="text")


def category_code(form: ReportForm, *, at: datetime) -> str:
    """The chosen category, else the one the words speak of most. Raises CategoryMissing."""
    chosen = str(form.cleaned_data["category"])
    if chosen:
        return chosen
    likeliest = suggest_category(form.cleaned_data["text"], at).untold
    if likeliest is None:
        raise CategoryMissing(field="category")
    return likeliest.code


def form_context(form: ReportForm, *, at: datetime) -> dict[str, Any]:
    """What the templates of the three forms need: one statement for the categories."""
    chosen = str(form["category"].value() or "")
    categories = list(categories_at(at))
    return {
        "form": form,
        "branches": branches(categories),
        "chosen": chosen,
        "suggested": [(c.code, c.name) for c in categories if c.code == chosen],
        "tokens": form["photo_tokens"].value() or (),
        "kinds": Kind.choices,
        "kind": form["kind"].value() or Kind.REPORT.value,
    }
