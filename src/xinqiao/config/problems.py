"""Errors become answers here, once: a page for people, RFC 9457 problem details for programs."""

from django.http import HttpRequest, HttpResponse

from xinqiao.config.middleware import GetResponse


class Problems:
    """Maps domain errors and a lost database to answers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)
