"""Small choices a person makes for this browser: the size of the type."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from xinqiao.kit.context import LARGE_TYPE_COOKIE

A_YEAR = 365 * 24 * 3600


@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Turn large type on (`on=1`) or off and go back to the page `next`."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.POST.get("on") == "1":
        response.set_cookie(
            LARGE_TYPE_COOKIE, "1", max_age=A_YEAR, samesite="Lax", secure=settings.HTTPS
        )
    else:
        response.delete_cookie(LARGE_TYPE_COOKIE)
    return response
