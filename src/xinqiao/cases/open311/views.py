"""The six methods of GeoReport v2 and service discovery."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from xinqiao.accounts.access import SYSTEM
from xinqiao.accounts.services.limits import take
from xinqiao.cases.callers import HOUR, NOBODY, Caller, KeyOnlyReads, KeyUnknown, caller_by_key
from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Kind, Source
from xinqiao.cases.open311 import documents, errors, selectors
from xinqiao.cases.open311.params import (
    NewRequest,
    check_jurisdiction,
    read_new_request,
    read_query,
)
from xinqiao.cases.open311.render import respond
from xinqiao.cases.selectors.categories import CategoryFacts, categories_at
from xinqiao.cases.services.note import add_note
from xinqiao.cases.services.report import report_case
from xinqiao.kit.errors import BadInput, DomainError
from xinqiao.kit.time import now

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
WRITES_AN_HOUR = 3600
LONGEST_ADDRESS = 500


class WrongMethod(BadInput):
    """400: an address that is only for reading."""

    code = "wrong_method"
    message = gettext_lazy("This address cannot be used with %(method)s.")


def _method(*methods: str) -> Callable[[View[P]], View[P]]:
    """Check method and jurisdiction, and answer errors in the standard's own form."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            form = str(kwargs["form"])
            try:
                if request.method not in methods:
                    raise WrongMethod(method=request.method)
                if request.method != "POST":
                    check_jurisdiction(request.GET.get("jurisdiction_id"))
                return view(request, *args, **kwargs)
            except DomainError as error:
                return _refuse(error, form)
            except (RequestDataTooBig, UnreadablePostError):
                return _refuse(errors.NotForm(), form)

        return csrf_exempt(answered)

    return decorate


@_method("GET", "HEAD")
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    """Service discovery."""
    changed_at = selectors.categories_changed_at() or now()
    return respond("discovery", documents.discovery(changed_at), form=form)


@_method("GET", "HEAD")
def services(request: HttpRequest, *, form: str) -> HttpResponse:
    """GET service list."""
    facts = categories_at(now())
    names = {one.code: one.name for one in facts}
    rows = [documents.service(one, names) for one in facts]
    return respond("services", rows, form=form)


@_method("GET", "HEAD")
def definition(request: HttpRequest, *, code: str, form: str) -> HttpResponse:
    """GET service definition."""
    return respond("service_definition", documents.definition(_category(code)), form=form)


@_method("GET", "HEAD", "POST")
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    """GET service requests, POST service request."""
    if request.method == "POST":
        return _create(request, form)
    caller = _reader(request)
    cases = selectors.find_requests(caller=caller, wanted=read_query(request.GET, now=now()))
    rows = [documents.request_row(c, exact=selectors.is_exact(caller, c)) for c in cases]
    return respond("service_requests", rows, form=form)


@_method("GET", "HEAD")
def one_request(request: HttpRequest, *, number: str, form: str) -> HttpResponse:
    """GET service request."""
    caller = _reader(request)
    case = selectors.find_request(caller=caller, number=number)
    row = documents.request_row(case, exact=selectors.is_exact(caller, case))
    return respond("service_requests", [row], form=form)


@_method("GET", "HEAD")
def token(request: HttpRequest, *, token: str, form: str) -> HttpResponse:
    """GET service_request_id from a token: here, the token of the follow page."""
    number = selectors.number_of_token(token=token)
    row = {"service_request_id": number, "token": token}
    return respond("service_requests", [row], form=form)


def _create(request: HttpRequest, form: str) -> HttpResponse:
    at = now()
    caller = _writer(request)
    check_jurisdiction(request.POST.get("jurisdiction_id"))
    new = read_new_request(request)
    if caller.client is not None:
        key = f"open311:{caller.client.pk}"
        take(key=key, limit=WRITES_AN_HOUR, period_seconds=HOUR, at=at)
    category = _category(new.service_code)
    draft = _draft(new, category, caller)
    reported = report_case(actor=caller.reporter, draft=draft, at=at)
    media = new.media_url[:LONGEST_ADDRESS]
    if media and reported.is_new:
        words = _("The sender named a picture, which was not fetched: %(url)s") % {"url": media}
        add_note(actor=SYSTEM, item_id=reported.case_id, words=words, at=at)
    row = documents.created(reported.number, media_refused=bool(media))
    return respond("service_requests", [row], form=form)


def _draft(new: NewRequest, category: CategoryFacts, caller: Caller) -> ReportDraft:
    kind = new.attributes.get("kind", Kind.REPORT)
    if kind not in Kind.values:
        hint = _("The service definition names its values.")
        raise errors.BadValue(name="attribute[kind]", value=kind[:40], hint=hint)
    return ReportDraft(
        text=new.description or category.name,
        kind=kind,
        category_code=category.code,
        lon=new.lon,
        lat=new.lat,
        address=new.address,
        plate_code=new.attributes.get("plate", ""),
        reporter_name=new.name,
        reporter_phone=new.phone,
        source=Source.OPEN311,
        # Sending by this interface is publishing: the guide says so to whoever gets a key.
        may_publish=True,
        api_client_id=caller.client.pk if caller.client else None,
    )


def _category(code: str) -> CategoryFacts:
    wanted = f"{code.rstrip('.')}."
    for facts in categories_at(now()):
        if facts.code == wanted:
            return facts
    raise errors.ServiceUnknown(service=code[:60])


def _reader(request: HttpRequest) -> Caller:
    key = request.GET.get("api_key", "").strip()
    return _keyed(key, writes=False) if key else NOBODY


def _writer(request: HttpRequest) -> Caller:
    key = (request.POST.get("api_key") or request.GET.get("api_key") or "").strip()
    if not key:
        raise errors.KeyMissing
    return _keyed(key, writes=True)


def _keyed(key: str, *, writes: bool) -> Caller:
    try:
        return caller_by_key(key, writes=writes)
    except KeyUnknown as error:
        raise errors.KeyInvalid from error
    except KeyOnlyReads as error:
        raise errors.KeyReadsOnly from error


def _refuse(error: DomainError, form: str) -> HttpResponse:
    response = respond(
        "errors", errors.documents([error]), form=form, status=errors.http_status(error)
    )
    if (seconds := getattr(error, "retry_after", None)) is not None:
        response["Retry-After"] = str(seconds)
    return response
