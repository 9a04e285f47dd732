"""From a Django form's field to the options of the GOV.UK component that shows it.

The options have the names of the GOV.UK macros in snake case. `maxlength` and `minlength` are left out: a browser
would cut what is pasted without a word, and nothing that a person typed may be lost. `required` is left out too:
the browser's own message would be in the browser's language, ours is in the page's. Unless a form says otherwise a
browser is asked to remember no answer: after Leave and Back it would put it into the field again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm, BoundField, widgets

Options = dict[str, Any]

_NOT_PASSED_ON = frozenset({"class", "maxlength", "minlength", "required", "rows", "cols"})
_PASSWORD = {"spellcheck": "false", "autocapitalize": "none"}


def field_component(bound: BoundField, *, heading: bool = False) -> tuple[str, Options]:
    """Return the component's name and its options for one bound field."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden", {"name": bound.html_name, "id": bound.auto_id, "value": bound.value()}
    # Before radios: to Django it is a kind of them.
    if isinstance(widget, widgets.CheckboxSelectMultiple):
        return "checkboxes", _choices(bound, heading=heading) | {"values": _texts(bound.value())}
    if isinstance(widget, widgets.RadioSelect):
        return "radios", _choices(bound, heading=heading) | {"value": _text(bound.value())}
    if isinstance(widget, widgets.CheckboxInput):
        return "checkboxes", _single_checkbox(bound)
    options = _common(bound) | {"id": bound.auto_id, "label": _label(bound, heading=heading)}
    options["attributes"] = {"autocomplete": "off", **options["attributes"]}
    name, more = _one_answer(bound, widget)
    return name, options | more


def error_summary_options(form: BaseForm) -> Options | None:
    """Return what the error summary says: each wrong field's first error with a link, then the form's own."""
    errors: list[Options] = [{"text": bound.errors[0], "href": f"#{bound.auto_id}"} for bound in form if bound.errors]
    errors += [{"text": error} for error in form.non_field_errors()]
    return {"error_list": errors} if errors else None


def _common(bound: BoundField) -> Options:
    attributes = bound.field.widget.attrs
    return {
        "name": bound.html_name,
        "hint": {"text": bound.help_text} if bound.help_text else None,
        "error_message": {"text": bound.errors[0]} if bound.errors else None,
        "classes": attributes.get("class"),
        "disabled": bound.field.disabled,
        "attributes": {name: value for name, value in attributes.items() if name not in _NOT_PASSED_ON},
    }


def _label(bound: BoundField, *, heading: bool) -> Options:
    return {
        "text": bound.label,
        "classes": "govuk-label--l" if heading else None,
        "is_page_heading": heading,
    }


def _one_answer(bound: BoundField, widget: widgets.Widget) -> tuple[str, Options]:
    if isinstance(widget, widgets.Select):
        return "select", {"items": _items(bound), "value": _text(bound.value())}
    if isinstance(widget, widgets.Textarea):
        return "textarea", {"value": bound.value(), "rows": widget.attrs.get("rows")}
    if isinstance(widget, widgets.Input):
        return "input", _input(bound, widget)
    raise TypeError(f"No component shows a {type(widget).__name__}")


def _input(bound: BoundField, widget: widgets.Input) -> Options:
    if widget.input_type != "password":
        return {"type": widget.input_type, "value": widget.format_value(bound.value())}
    # As the password-input component has it, without the button that only its script would show.
    attributes = {**_PASSWORD, **_common(bound)["attributes"]}
    autocomplete = attributes.pop("autocomplete", "current-password")
    return {"type": "password", "autocomplete": autocomplete, "attributes": attributes}


def _choices(bound: BoundField, *, heading: bool) -> Options:
    legend = {
        "text": bound.label,
        "classes": "govuk-fieldset__legend--l" if heading else "govuk-fieldset__legend--m",
        "is_page_heading": heading,
    }
    return _common(bound) | {
        "id_prefix": bound.auto_id,
        "fieldset": {"legend": legend},
        "items": _items(bound),
    }


def _single_checkbox(bound: BoundField) -> Options:
    return _common(bound) | {
        "id_prefix": bound.auto_id,
        "items": [{"value": "on", "text": bound.label, "checked": bool(bound.value())}],
    }


def _items(bound: BoundField) -> list[Options]:
    choices = getattr(bound.field, "choices", ())
    return [{"value": _text(value), "text": label} for value, label in choices]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _texts(values: object) -> list[str]:
    if isinstance(values, str | bytes | Mapping) or not hasattr(values, "__iter__"):
        return []
    return [_text(value) for value in values]
