"""What pydantic finds wrong with a request, in words and without what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from scheduler.errors import Fault

_WORDS: dict[str, tuple[str, str]] = {
    "missing": ("It is missing.", "Add it."),
    "extra_forbidden": ("There is no such field here.", "Mend the name or take it out."),
    "string_type": ("This must be text.", "Put it in quotation marks."),
    "string_too_short": ("This is too short.", "Write more."),
    "string_too_long": ("This is too long.", "Write less."),
    "string_pattern_mismatch": ("This is not written as it must be.", "See the API reference."),
    "int_type": ("This must be a whole number.", "Write it in digits, without quotation marks."),
    "int_parsing": ("This must be a whole number.", "Write it in digits."),
    "int_parsing_size": ("This number is too large.", "Write a smaller one."),
    "int_from_float": ("This must be a whole number.", "Write it without a decimal point."),
    "float_type": ("This must be a number.", "Write it in digits, without quotation marks."),
    "float_parsing": ("This must be a number.", "Write it in digits."),
    "finite_number": ("This must be a finite number.", "Write it in digits."),
    "bool_type": ("This must be true or false.", "Write true or false."),
    "bool_parsing": ("This must be true or false.", "Write true or false."),
    "list_type": ("This must be a list.", "Put it in square brackets."),
    "model_type": ("This must be an object.", "Put its fields in curly brackets."),
    "model_attributes_type": ("This must be an object.", "Put its fields in curly brackets."),
    "dict_type": ("This must be an object.", "Put its fields in curly brackets."),
    "date_type": ("This must be a date.", 'Write it as "2026-09-01".'),
    "date_parsing": ("This is no date of the calendar.", 'Write it as "2026-09-01".'),
    "date_from_datetime_parsing": ("This is no date.", 'Write it as "2026-09-01".'),
    "datetime_parsing": ("This is no moment.", 'Write it as "2026-09-01T08:00:00Z".'),
    "datetime_from_date_parsing": ("This is no moment.", 'Write it as "2026-09-01T08:00:00Z".'),
    "timezone_aware": ("This has no time zone.", 'Write it as "2026-09-01T08:00:00Z".'),
}
_BOUNDS = {
    "greater_than": ("gt", "This must be more than {}."),
    "greater_than_equal": ("ge", "This must be at least {}."),
    "less_than": ("lt", "This must be less than {}."),
    "less_than_equal": ("le", "This must be at most {}."),
}


def all_worded(errors: Sequence[Any]) -> list[Fault]:
    """Say every fault of a request; `errors` are pydantic's, those inside of bodies too."""
    found = []
    for error in errors:
        inner = error.get("ctx", {}).get("error")
        if isinstance(inner, ValidationError):
            within = inner.errors(include_url=False, include_input=False)
            found += [_worded({**one, "loc": (*error["loc"], *one["loc"])}) for one in within]
        else:
            found.append(_worded(error))
    return found


def _worded(error: Any) -> Fault:
    where, *path = error["loc"] or ("body",)
    # Names of unknown fields are the sender's own words, as the value is: not said back.
    if error["type"] == "extra_forbidden" and path:
        path = [*path[:-1], "…"]
    message, next_step = _words(error)
    return Fault(
        thing=str(where),
        field=".".join(str(part) for part in path),
        message=message,
        next_step=next_step,
        position="".join(f"/{part}" for part in path),
    )


def _words(error: Any) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _WORDS:
        return _WORDS[kind]
    if kind in _BOUNDS:
        name, sentence = _BOUNDS[kind]
        return sentence.format(context[name]), "Mend the number."
    if kind in ("enum", "literal_error"):
        return f"This must be {context['expected']}.", "Choose one of these."
    if kind == "too_long":
        return f"There are more than {context['max_length']}.", "Send fewer at once."
    if kind == "too_short":
        return f"There are fewer than {context['min_length']}.", "Add what is missing."
    if kind == "value_error":
        said = str(context["error"])
        return f"{said[:1].upper()}{said[1:].rstrip('.')}.", "Mend the value."
    return "This is not what is expected here.", "See the API reference."
