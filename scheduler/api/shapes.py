"""The ground of every JSON body: unknown fields and numbers that are none are refused."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Strict,
    StringConstraints,
    TypeAdapter,
)


class BodyIn(BaseModel):
    """A body that is sent to the school's API."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, str_max_length=2000)


class BodyOut(BaseModel):
    """A body that the school's API answers with."""

    model_config = ConfigDict(allow_inf_nan=False, frozen=True)


_NOT_WRITABLE = re.compile("[\x00\ud800-\udfff]")


def _writable(text: str) -> str:
    """Refuse what a database or a log cannot hold: NUL and halves of surrogate pairs."""
    if _NOT_WRITABLE.search(text):
        raise ValueError("text must hold no NUL and no half of a character")
    return text


Text = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_writable)]
"""A line of text that can be stored."""

Email = Annotated[
    str,
    StringConstraints(min_length=3, max_length=200, pattern=r"^[^@\s\x00]+@[^@\s\x00]+$"),
    AfterValidator(_writable),
]
"""An e-mail address, as far as anybody can say without writing to it."""


def _date_text(text: Any) -> Any:
    """Take no number for a date, as pydantic would."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("this is no date such as 2026-09-01")
    return text


def _moment_text(text: Any) -> Any:
    """Take no number for a moment, as pydantic would."""
    if not isinstance(text, str) or "T" not in text.upper():
        raise ValueError("this is no moment such as 2026-09-01T08:00:00Z")
    return text


Date = Annotated[date, BeforeValidator(_date_text)]
"""A date as it is sent."""
Moment = Annotated[AwareDatetime, BeforeValidator(_moment_text)]
"""A moment as it is sent."""
Whole = Annotated[int, Strict()]
"""A number in a body: neither text nor true, which pydantic would take for one."""
Number = Annotated[float, Strict()]
Truth = Annotated[bool, Strict()]


def strictly(adapter: TypeAdapter[Any]) -> BeforeValidator:
    """Read a part of a body as JSON and nothing else, as a file is read."""

    def read(sent: Any) -> Any:
        return adapter.validate_json(json.dumps(sent), strict=True)

    return BeforeValidator(read)


Id = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_writable)]
"""An id as the school or the service gave it."""


def example(**fields: Any) -> ConfigDict:
    """Show in the API reference what a body looks like."""
    return ConfigDict(json_schema_extra={"examples": [fields]})
