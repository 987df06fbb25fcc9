"""How forms look: Tabler's markup, with help and errors tied to their field for screen readers."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates

_OURS = {"django/forms/errors/list/default.html": "kit/forms/errors.html"}


class HouseBoundField(BoundField):
    """A field that puts Tabler's class on its widget by itself."""

    @property
    def is_check(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Add the class unless the form has chosen one."""
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if not widget.is_hidden and "class" not in widget.attrs and "class" not in built:
            built["class"] = _class_of(widget)
        if self.errors and "class" in built:
            built["class"] += " is-invalid"
        return built


class HouseRenderer(DjangoTemplates):
    """The form renderer of the whole site (setting FORM_RENDERER)."""

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/field.html"
    bound_field_class: type[BoundField] | None = HouseBoundField

    def get_template(self, template_name: str) -> Any:
        """Load a template; lists of errors are ours, whichever form made them."""
        return super().get_template(_OURS.get(template_name, template_name))


def _class_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
