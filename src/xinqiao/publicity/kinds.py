"""Kinds of events of the lists, in words."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "publicity.drafted": _("Entry proposed"),
        "publicity.edited": _("Words of the entry changed"),
        "publicity.announced": _("Approved and told to the subject"),
        "publicity.refused": _("Entry not approved"),
        "publicity.published": _("Entry published"),
        "publicity.appealed": _("Appeal filed, entry hidden"),
        "publicity.appeal_rejected": _("Appeal not upheld, entry shown again"),
        "publicity.appeal_upheld": _("Appeal upheld, entry taken down"),
        "publicity.expired": _("Entry expired"),
        "publicity.withdrawn": _("Entry taken down"),
        "publicity.repaired": _("Put right, entry taken down early"),
        "publicity.consent_given": _("Consent to show the name recorded"),
        "publicity.consent_withdrawn": _("Consent withdrawn, name erased"),
        "publicity.term_saved": _("Length of a list changed"),
    }
)
