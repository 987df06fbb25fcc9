"""`/publicity/terms/`: how long each list shows its entries."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now
from xinqiao.publicity.forms.listing import TermForm, add_domain_error
from xinqiao.publicity.models import Colour
from xinqiao.publicity.selectors.terms import past_terms, terms_at
from xinqiao.publicity.services.terms import EDITORS, save_term


@roles_only(*EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    """The lengths that hold, a form for new ones, and what held before."""
    at = now()
    form = TermForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            save_term(actor=actor_of(request), at=at, **form.cleaned_data)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The lengths are saved. They count for what follows."))
            return redirect("publicity:terms")
    context = {
        "form": form,
        "rows": [(colour, terms_at(colour=colour, at=at)) for colour in Colour],
        "past": [(Colour(row.colour), row) for row in past_terms()],
    }
    status = 422 if form.is_bound else 200
    return render(request, "publicity/terms.html", context, status=status)
