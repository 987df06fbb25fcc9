"""`/publicity/`: the entries staff work on, and proposing a new one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.access import AREA_STAFF
from xinqiao.accounts.requests import actor_of, roles_only, staff_only
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now
from xinqiao.publicity.forms.listing import FindForm, NewForm, add_domain_error
from xinqiao.publicity.models import Colour, SubjectKind
from xinqiao.publicity.selectors.choosing import find_subjects, subject_choice
from xinqiao.publicity.selectors.subjects import subject_label
from xinqiao.publicity.selectors.terms import terms_at
from xinqiao.publicity.selectors.visible import TABS, listing_page, may_draft
from xinqiao.publicity.services.draft import Drafted, ListingDraft, draft_listing

TAB_LABELS = {
    "": gettext_lazy("All"),
    "approve": gettext_lazy("To approve"),
    "appeals": gettext_lazy("Appeals"),
    "announced": gettext_lazy("Announced"),
    "published": gettext_lazy("Shown in public"),
    "ended": gettext_lazy("Off the list"),
}


@staff_only
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """A tab of the entries the actor may see."""
    actor = actor_of(request)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    colour = request.GET.get("colour", "")
    page = listing_page(actor=actor, tab=tab, colour=colour, cursor=request.GET.get("cursor"))
    context = {
        "page": page,
        "rows": [(row, subject_label(row)) for row in page.items],
        "tab": tab,
        "colour": colour,
        "colours": Colour.choices,
        "tabs": TAB_LABELS.items(),
        "may_draft": may_draft(actor),
        "at": now(),
    }
    return render(request, "publicity/desk.html", context)


@roles_only(*AREA_STAFF)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """First step of a new entry: which list, and whom."""
    asked = "kind" in request.GET
    form = FindForm(request.GET if asked else None)
    found = None
    if asked and form.is_valid():
        wanted = form.cleaned_data
        found = find_subjects(actor=actor_of(request), kind=wanted["kind"], words=wanted["words"])
    context = {"form": form, "found": found, "colour": form.data.get("colour", "")}
    return render(request, "publicity/find.html", context)


@roles_only(*AREA_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, colour: str, subject: str) -> HttpResponse:
    """Second step: the words and the proof."""
    at, actor = now(), actor_of(request)
    choice = subject_choice(actor=actor, value=subject)
    if colour not in Colour.values:
        return redirect("publicity:find")
    basis = terms_at(colour=colour, at=at).legal_basis
    form, tokens = NewForm(initial={"legal_basis": basis}), []
    if request.method == "POST":
        posted = posted_with_photos(request, at=at, purpose=Purpose.PROOF)
        form, tokens = NewForm(posted.data), posted.data.getlist("photo_tokens")
        for problem in posted.problems:
            form.add_error("photos", problem)
        if form.is_valid():
            try:
                drafted = draft_listing(actor=actor, draft=_draft(form, colour, subject), at=at)
            except DomainError as error:
                add_domain_error(form, error)
            else:
                say_drafted(request, drafted)
                return redirect("publicity:listing", listing_id=drafted.listing.pk)
    context = {
        "form": form,
        "choice": choice,
        "colour": Colour(colour),
        "is_person": subject.startswith(SubjectKind.PERSON),
        "tokens": tokens,
    }
    status = 422 if form.is_bound else 200
    return render(request, "publicity/new.html", context, status=status)


def say_drafted(request: HttpRequest, drafted: Drafted) -> None:
    """Tell what comes next, and when the screen hid something."""
    if drafted.has_hidden:
        messages.warning(
            request, _("Personal data in the words has been hidden. Please read them again.")
        )
    messages.success(request, _("The draft is saved. Somebody else must approve it now."))


def _draft(form: NewForm, colour: str, subject: str) -> ListingDraft:
    kind, _colon, key = subject.partition(":")
    number = int(key)
    data = form.cleaned_data
    return ListingDraft(
        colour=colour,
        subject_kind=kind,
        title=data["title"],
        facts=data["facts"],
        legal_basis=data["legal_basis"],
        proof_tokens=data["photo_tokens"],
        organisation_id=number,
        subject_area_id=number,
        post_id=number,
        area_id=number,
    )
