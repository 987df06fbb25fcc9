"""Small answers for htmx: what it asks for, and redirects a fragment can follow."""

from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a fragment (and not a boosted whole page)."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-Boosted") != "true"


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Lead the browser to another page, whether htmx or a plain form asked."""
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def page_behind(request: HttpRequest) -> str:
    """The page of ours on which the dialog opens; empty when htmx does not tell."""
    behind = urlsplit(request.headers.get("HX-Current-URL", ""))
    return urlunsplit(("", "", behind.path, behind.query, ""))
