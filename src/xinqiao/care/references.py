"""Which rows of this room follow a person whose records are merged, and grids that are redrawn."""

from django.utils.translation import gettext_lazy as _

from xinqiao.care.services.redrawn import move_helpers
from xinqiao.grid.following import Follower, register_follower
from xinqiao.registry.extras import PersonReference, register_reference

for model in ("Classification", "Grant", "CarePlan", "HomeService", "Bracelet", "Call"):
    register_reference(PersonReference(f"care.{model}", "person"))
register_follower(Follower(name="care.helpers", label=_("Helpers and stores"), move=move_helpers))
