"""Which requests: the filters that the API's list and the export share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.codes import check_code, path_of
from xinqiao.kit.errors import BadInput
from xinqiao.workflow.colour import Colour
from xinqiao.workflow.colour_sql import colour_q


class BadFilter(BadInput):
    """A filter that cannot be read."""

    code = "bad_filter"
    message = _("The filter “%(name)s” cannot be read: “%(value)s”.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """All that are given must hold.

    category, area: codes, with what lies below them. owner: `post:1` or `organisation:2`. words: a
    few words of the request. Times: aware; since is inclusive, until is not.
    """

    colour: str | None = None
    state: str = ""
    open: bool | None = None
    category: str = ""
    area: str = ""
    owner: str = ""
    words: str = ""
    opened_since: datetime | None = None
    opened_until: datetime | None = None
    updated_since: datetime | None = None

    def where(self, *, at: datetime) -> Q:
        """The condition on items, without the words. Raises BadFilter, BadCode."""
        found = Q()
        if self.colour:
            found &= colour_q(Colour(self.colour), at)
        if self.state:
            found &= Q(state=self.state)
        if self.open is not None:
            found &= Q(is_open=self.open)
        if self.category:
            code = self.category if self.category.endswith(".") else f"{self.category}."
            found &= Q(category_code__startswith=code)
        if self.area:
            found &= Q(area_path__startswith=path_of(check_code(self.area)))
        if self.owner:
            found &= _owner(self.owner)
        return found & self._times()

    def facts(self) -> dict[str, str]:
        """What was asked for, as the log keeps it: of words only the length, for they may name."""
        given = {name: getattr(self, name) for name in self.__slots__}
        given["words"] = f"{len(self.words)} characters" if self.words else ""
        return {name: str(value) for name, value in given.items() if value not in ("", None)}

    def _times(self) -> Q:
        found = Q()
        if self.opened_since:
            found &= Q(opened_at__gte=self.opened_since)
        if self.opened_until:
            found &= Q(opened_at__lt=self.opened_until)
        if self.updated_since:
            found &= Q(changed_at__gte=self.updated_since)
        return found


def _owner(words: str) -> Q:
    kind, _colon, key = words.partition(":")
    if kind not in {"post", "organisation"} or not (key.isascii() and key.isdigit()):
        raise BadFilter(name="owner", value=words[:40], field="owner")
    return Q(**{f"owner_{kind}_id": int(key)})
