"""Taking some fields of a long form, section by section."""

from django import forms, template

register = template.Library()


@register.filter
def fields_named(form: forms.Form, names: str) -> list[forms.BoundField]:
    """Return the fields of ``form`` with these names between spaces; those it lacks left out."""
    return [form[name] for name in names.split() if name in form.fields]
