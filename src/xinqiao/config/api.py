"""Assembly of `/api/v1/`: each room that has an `api` module brings a `router`."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from xinqiao.config import api_problems

ROOMS: Final = (
    "cases",
    "issues",
    "supervision",
    "assessment",
    "publicity",
    "visits",
    "care",
    "upkeep",
    "participation",
    "field",
    "workflow",
    "notifications",
    "registry",
    "grid",
    "files",
    "accounts",
)

DESCRIPTION: Final = (
    "Requests of residents: report, follow, handle. Every error is an RFC 9457 problem document "
    "with a `code` for programs and a `detail` for people. People sign in with the site's session "
    "and send its CSRF token; other systems send `Authorization: Bearer <key>`."
)

SCHEMES: Final = {
    "key": {"type": "http", "scheme": "bearer", "description": "Key of another system."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "Session of a signed-in person; writing also needs X-CSRFToken.",
    },
}
SECURITY: Final[dict[str, Any]] = {"security": [{"key": []}, {"session": []}, {}]}


class HouseApi(NinjaAPI):
    """The API with its ways to sign in described; the rooms check them by themselves."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description at `/api/v1/openapi.json`."""
        description = super().get_openapi_schema(**options)
        description["components"].setdefault("securitySchemes", {}).update(SCHEMES)
        return description


api = HouseApi(
    title="Xinqiao",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_extra=SECURITY,
)
api_problems.install(api)

for room in ROOMS:
    if find_spec(f"xinqiao.{room}.api"):
        api.add_router("", import_module(f"xinqiao.{room}.api").router)
