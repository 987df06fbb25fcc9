"""What the events of this room are called."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "care.class_proposed": _("Class of elders proposed"),
        "care.classified": _("Class of elders confirmed"),
        "care.class_dropped": _("Proposed class not taken"),
        "care.class_ended": _("Class ended, consent withdrawn"),
        "care.stock_moved": _("Stock moved"),
        "care.granted": _("Device granted"),
        "care.given": _("Device handed over"),
        "care.grant_cancelled": _("Grant cancelled"),
        "care.taken_back": _("Device taken back"),
        "care.fitting_ordered": _("Fitting ordered"),
        "care.fitting_dispatched": _("Fitting handed to somebody else"),
        "care.fitted": _("Fitted"),
        "care.fitting_called_off": _("Fitting called off"),
        "care.fitting_moved": _("Moved after a redraw of boundaries"),
        "care.call_moved": _("Moved after a redraw of boundaries"),
        "care.planned": _("Home services planned"),
        "care.plan_ended": _("Home services ended"),
        "care.served": _("Served at home"),
        "care.service_missed": _("Home service missed"),
        "care.service_cancelled": _("Home service cancelled"),
        "care.helper_added": _("Helper added"),
        "care.helper_left": _("Helper left"),
        "care.shift_added": _("Turn of duty added"),
        "care.shift_ended": _("Turn of duty ended"),
        "care.bracelet_issued": _("Bracelet or card issued"),
        "care.bracelet_revoked": _("Bracelet or card blocked"),
        "care.board_line_added": _("Line of a service board added"),
        "care.board_line_withdrawn": _("Line of a service board withdrawn"),
        "care.called": _("Called for help"),
        "care.call_rung": _("Somebody was asked to come"),
        "care.call_declined": _("Could not come"),
        "care.call_silent": _("Did not answer"),
        "care.call_taken": _("Comes to help"),
        "care.call_given_back": _("Had to give the call back"),
        "care.call_arrived": _("Has arrived"),
        "care.call_finished": _("Help is done"),
        "care.call_undone": _("Call taken back"),
        "care.call_rated": _("Help rated"),
        "care.call_closed": _("Call closed"),
    }
)
