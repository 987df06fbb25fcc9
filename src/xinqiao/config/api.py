"""Assembly of `/api/v1/`: each room that has an `api` module brings a `router`."""

from importlib import import_module
from importlib.util import find_spec

from ninja import NinjaAPI

ROOMS = ("cases", "workflow", "notifications", "grid", "files", "accounts")

api = NinjaAPI(
    title="Xinqiao",
    version="1",
    description="Requests of residents: report, follow, handle.",
    urls_namespace="api",
)

for room in ROOMS:
    if find_spec(f"xinqiao.{room}.api"):
        api.add_router("", import_module(f"xinqiao.{room}.api").router)
