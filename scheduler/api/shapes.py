"""The ground of every JSON body: unknown fields and numbers that are none are refused."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints


class BodyIn(BaseModel):
    """A body that is sent to the school's API."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, str_max_length=2000)


class BodyOut(BaseModel):
    """A body that the school's API answers with."""

    model_config = ConfigDict(allow_inf_nan=False, frozen=True)


def _writable(text: str) -> str:
    """Refuse what a database or a log cannot hold: NUL and halves of surrogate pairs."""
    if any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("text must hold no NUL and no half of a character")
    return text


Text = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_writable)]
"""A line of text that can be stored."""

Id = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_writable)]
"""An id as the school or the service gave it."""


def example(**fields: Any) -> ConfigDict:
    """Show in the API reference what a body looks like."""
    return ConfigDict(json_schema_extra={"examples": [fields]})
