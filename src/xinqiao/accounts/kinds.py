"""What the events of this room are called."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "accounts.user_created": _("Account made"),
        "accounts.user_enabled": _("Account switched on"),
        "accounts.user_disabled": _("Account switched off"),
        "accounts.password_given": _("New password given"),
        "accounts.factor_added": _("Second factor set up"),
        "accounts.factor_reset": _("Second factor taken away"),
        "accounts.signed_in": _("Signed in"),
        "accounts.locked": _("Account locked after wrong tries"),
        "accounts.keys_turned": _("Keys of personal data turned"),
        "accounts.revealed": _("Personal data looked at"),
        "accounts.client_created": _("Access for another system given"),
        "accounts.client_revoked": _("Access for another system taken away"),
    }
)
