"""What can go wrong with projects, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import BadInput, Conflict, NotFound


class ProjectNotFound(NotFound):
    code = "project_not_found"
    message = _("We could not find this project. Please check its number.")


class ProgrammeNotFound(NotFound):
    code = "programme_not_found"
    message = _("We could not find this programme.")


class FundsMissing(BadInput):
    code = "funds_missing"
    message = _("Please say how much money there is, in yuan, and where it comes from.")


class ProgrammeKnown(Conflict):
    code = "programme_known"
    message = _("There is a programme of this name already. Please choose another name.")
