"""Kinds of events of the register, in words."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "registry.consent_given": _("Consent recorded"),
        "registry.consent_withdrawn": _("Consent withdrawn"),
        "registry.merged": _("Two records merged into one"),
        "registry.unmerged": _("Merger undone"),
        "registry.not_same": _("Two records are two people"),
        "registry.revealed_many": _("Masked data of many people handed over"),
    }
)
