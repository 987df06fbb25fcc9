"""Entries of the forms in the navigation."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.navigation import NavEntry, register
from xinqiao.visits.selectors.forms import may_edit_forms

register(
    NavEntry(
        label=_("Visit forms"),
        url_name="visits:forms",
        icon="forms",
        group="admin",
        shown=may_edit_forms,
        position=61,
    )
)
