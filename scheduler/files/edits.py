"""Edits in and out: a JSON file with what changes, from when, and until when."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from scheduler.domain.edits import Dated, Edit, faults
from scheduler.domain.faults.things import Thing
from scheduler.domain.instance import Instance
from scheduler.errors import Fault
from scheduler.files.json_text import by_line, bytes_of, decoded, json_of
from scheduler.files.paths import Path
from scheduler.files.refusing import Locate, placed, refuse, refuse_whole, worded
from scheduler.files.shapes import clocked
from scheduler.files.writing import replace_file, whole_minutes

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditsFile:
    """What a file of edits says; dates are left out where nothing asks for them."""

    edits: tuple[Edit, ...]
    since: date | None = None
    until: date | None = None


@cache
def edit_adapter() -> TypeAdapter[Edit]:
    """Reads and writes one edit; its field ``edit`` says of which kind it is."""
    from pydantic import Discriminator, TypeAdapter

    return TypeAdapter(Annotated[Edit, Discriminator("edit")])


@cache
def _file_adapter() -> TypeAdapter[Any]:
    """Reads files of edits, as dictionaries of what is given."""
    from typing import NotRequired

    from pydantic import ConfigDict, Discriminator, TypeAdapter, with_config
    from typing_extensions import TypedDict

    @with_config(ConfigDict(extra="forbid", title="Edits"))
    class Edits(TypedDict):
        edits: tuple[Annotated[Edit, Discriminator("edit")], ...]
        since: NotRequired[date | None]
        until: NotRequired[date | None]

    return TypeAdapter(Edits)


def edits_schema() -> dict[str, Any]:
    """The JSON Schema of a file of edits."""
    return clocked(tagged(_file_adapter().json_schema(), "edit"))


def tagged(found: dict[str, Any], tag: str) -> dict[str, Any]:
    """Say in a schema that the kind of each part that has one is asked for."""
    for part in found.get("$defs", {}).values():
        if "const" in part.get("properties", {}).get(tag, {}):
            part["required"] = [tag, *part.get("required", [])]
    return found


def read_edits(
    path: str | os.PathLike[str], instance: Instance | None = None, today: date | None = None
) -> EditsFile:
    """Read a file of edits.

    With the data they are for, edits that cannot be made in it are refused, too; with
    ``today`` also those that hold from an earlier date.

    Raises
    ------
    InvalidInputError
        With every fault found.
    """
    return parse_edits(bytes_of(path), os.fspath(path), instance, today)


def parse_edits(
    data: bytes, source: str, instance: Instance | None = None, today: date | None = None
) -> EditsFile:
    """Read edits from the bytes of a JSON file; ``source`` names it.

    As `read_edits`.

    Raises
    ------
    InvalidInputError
        With every fault found.
    """
    text = decoded(data, source)
    raw = json_of(text, source)
    if not isinstance(raw, dict) or "edits" not in raw:
        refuse_whole(source, "It has no list of edits.", 'Write {"edits": [...]}.')
    found = EditsFile(**shaped_with_edits(_file_adapter(), text, raw, source))
    wrong = [] if instance is None else _wrong(instance, found, today)
    if wrong:
        refuse(source, _placed(wrong, by_line(text)))
    return found


def shaped_with_edits(adapter: TypeAdapter[T], text: str, raw: Any, source: str) -> T:
    """Turn JSON text that holds edits into what it stands for; ``raw`` is it parsed.

    Raises
    ------
    InvalidInputError
        With every fault of shape.
    """
    from pydantic import ValidationError

    try:
        return adapter.validate_json(text, strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        for one in details:
            one["loc"] = without_kind(one["loc"], raw)
        refuse(source, [_of_edits(one) for one in worded(details, raw, by_line(text))])


def _wrong(instance: Instance, found: EditsFile, today: date | None) -> list[Fault]:
    if found.since is None:
        if found.until is not None:
            edits = Thing("edits", "").fault(
                "since", "There is a last date and no first one.", "Say since when, too."
            )
            return [edits, *faults(instance, found.edits)]
        return faults(instance, found.edits)
    dated = Dated(edits=found.edits, since=found.since, until=found.until)
    return faults(instance, dated, today)


def _placed(wrong: Sequence[Fault], locate: Locate) -> list[Fault]:
    """Put the line to faults of the file; those of the data that comes of it have none."""
    return [placed([one], locate)[0] if one.position else one for one in wrong]


def without_kind(path: Path, raw: Any) -> Path:
    """A place in a file, of a place in its shape: there the kind of an edit stands between."""
    found: list[str | int] = []
    for part in path:
        if isinstance(raw, dict) and part not in raw and raw.get("edit") == part:
            continue
        found.append(part)
        if isinstance(raw, dict):
            raw = raw.get(str(part))
        elif isinstance(raw, list) and isinstance(part, int) and part < len(raw):
            raw = raw[part]
        else:
            raw = None
    return tuple(found)


def _of_edits(fault: Fault) -> Fault:
    return replace(fault, thing="edits") if fault.thing == "instance" else fault


def edit_document(edit: Edit) -> dict[str, Any]:
    """An edit as a JSON object: its kind first, then what differs from the defaults."""
    import json

    text = edit_adapter().dump_json(edit, exclude_defaults=True)
    found: dict[str, Any] = json.loads(whole_minutes(text))
    return {"edit": edit.edit, **found}


def edit_of(document: dict[str, Any]) -> Edit:
    """Read an edit from what `edit_document` gave."""
    import json

    return edit_adapter().validate_json(json.dumps(document), strict=True)


def edits_bytes(
    edits: Sequence[Edit], since: date | None = None, until: date | None = None
) -> bytes:
    """Edits as the JSON of their file."""
    import json

    document: dict[str, Any] = {}
    if since is not None:
        document["since"] = since.isoformat()
    if until is not None:
        document["until"] = until.isoformat()
    document["edits"] = [edit_document(one) for one in edits]
    return json.dumps(document, indent=1, ensure_ascii=False).encode() + b"\n"


def write_edits(edits: Sequence[Edit], path: str | os.PathLike[str]) -> None:
    """Write edits to their file, all of it or nothing.

    Raises
    ------
    OSError
        Where the file cannot be written; one that was there is as it was.
    """
    from pathlib import Path as FilePath

    replace_file(FilePath(path), edits_bytes(edits))
