"""Kinds of events of the register, in words."""

from django.utils.translation import gettext_lazy as _

from xinqiao.events.kinds import declare

declare(
    {
        "registry.dwelling_added": _("Dwelling added"),
        "registry.dwelling_edited": _("Dwelling corrected"),
        "registry.dwelling_retired": _("Dwelling taken off the register"),
        "registry.household_opened": _("Household opened"),
        "registry.household_edited": _("Household corrected"),
        "registry.person_added": _("Person added"),
        "registry.person_edited": _("Record of the person corrected"),
        "registry.moved": _("Moved"),
        "registry.transferred": _("Moved to another grid"),
        "registry.household_split": _("Household split"),
        "registry.household_merged": _("Households joined"),
        "registry.left": _("Moved away"),
        "registry.returned": _("Came back"),
        "registry.died": _("Death recorded"),
        "registry.head_changed": _("New head of the household"),
        "registry.tagged": _("Category given"),
        "registry.untagged": _("Category ended"),
        "registry.tag_saved": _("Category defined"),
        "registry.facility_added": _("Facility added"),
        "registry.facility_edited": _("Facility corrected"),
        "registry.facility_retired": _("Facility taken off the register"),
        "registry.steward_set": _("Steward named"),
        "registry.facility_kind_saved": _("Kind of facility defined"),
        "registry.area_redrawn": _("Register follows the redrawn grids"),
        "registry.consent_given": _("Consent recorded"),
        "registry.consent_withdrawn": _("Consent withdrawn"),
        "registry.merged": _("Two records merged into one"),
        "registry.unmerged": _("Merger undone"),
        "registry.not_same": _("Two records are two people"),
        "registry.account_linked": _("Account tied to the record"),
        "registry.copy_given": _("Copy of the data given"),
        "registry.data_asked": _("Request about own data"),
        "registry.data_settled": _("Request about own data answered"),
        "registry.purpose_saved": _("Purpose of data saved"),
        "registry.data_rule_saved": _("Limits for personal data saved"),
        "registry.stored_only": _("Kept for the law only"),
        "registry.used_again": _("Used again after a return"),
        "registry.person_erased": _("Name and numbers erased"),
        "registry.file_imported": _("File of people taken in"),
        "registry.exported": _("List of people taken along"),
        "registry.revealed_many": _("Masked data of many people handed over"),
    }
)
