"""What can go wrong with the register, in words for the person."""

from django.utils.translation import gettext_lazy as _

from xinqiao.kit.errors import NotFound


class PersonNotFound(NotFound):
    message = _("We do not find this person in your area. Please search by name or address.")


class HouseholdNotFound(NotFound):
    message = _("We do not find this household in your area. Please search by address.")


class DwellingNotFound(NotFound):
    message = _("We do not find this dwelling in your area. Please search by address.")


class FacilityNotFound(NotFound):
    message = _("We do not find this facility in your area. Please search by name.")
