"""What the events of this room are called."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "grid.area_added": _("Area added"),
        "grid.area_renamed": _("Area renamed"),
        "grid.area_ended": _("Area ended"),
        "grid.area_revived": _("Area in use again"),
        "grid.boundary_drawn": _("Boundary drawn"),
        "grid.areas_imported": _("Areas imported"),
        "grid.boundaries_imported": _("Boundaries imported"),
        "grid.redrawn": _("Grids redrawn"),
        "grid.place_added": _("Building or place added"),
        "grid.place_changed": _("Building or place corrected"),
        "grid.place_retired": _("Building or place retired"),
        "grid.plate_issued": _("Door plate issued"),
        "grid.plate_retired": _("Door plate retired"),
        "grid.organisation_added": _("Unit added"),
        "grid.organisation_changed": _("Unit corrected"),
        "grid.organisation_closed": _("Unit closed"),
        "grid.post_opened": _("Post opened"),
        "grid.post_closed": _("Post closed"),
        "grid.appointed": _("Appointed to a post"),
        "grid.appointment_ended": _("Appointment ended"),
        "grid.appointment_cancelled": _("Appointment taken back"),
    }
)
