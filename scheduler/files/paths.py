"""Where in a file things are: paths such as ``students[3].age``, and their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

Path = tuple[str | int, ...]
"""Keys and indices from the top of the file."""

_PART = re.compile(r"\[([0-9]+)\]|([^.\[\]]+)")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s"{}\[\],:]+|\n')


def text_of(path: Path) -> str:
    """Write a path as a person reads it."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def path_of(text: str) -> Path:
    """Read a path as written by `text_of`."""
    return tuple(int(index) if index else key for index, key in _PART.findall(text))


def lines_of(text: str, paths: Iterable[Path]) -> dict[Path, int]:
    """Find the line, from 1, on which each path stands in well-formed JSON.

    A path that is not in the file has the line of the nearest part around it that is.
    """
    wanted = {path[:size] for path in paths for size in range(len(path) + 1)}
    found: dict[Path, int] = {}
    for path, line in _walk(text):
        if path in wanted:
            found.setdefault(path, line)
    return {path: _nearest(path, found) for path in paths}


def _nearest(path: Path, found: dict[Path, int]) -> int:
    while path not in found and path:
        path = path[:-1]
    return found.get(path, 1)


def _walk(text: str) -> Iterable[tuple[Path, int]]:
    """Yield the path and line of every value; keys count as the place of theirs."""
    line = 1
    here: list[str | int] = []
    expects_key = False
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token == "\n":
            line += 1
        elif token in "{[":
            if not here:
                yield (), line
            elif isinstance(here[-1], int):
                yield tuple(here), line
            here.append("" if token == "{" else 0)
            expects_key = token == "{"
        elif token in "}]":
            here.pop()
            expects_key = False
        elif token == ",":
            if isinstance(here[-1], int):
                here[-1] += 1
            else:
                expects_key = True
        elif token == ":":
            expects_key = False
        elif expects_key:
            here[-1] = token[1:-1]
            yield tuple(here), line
        elif here and isinstance(here[-1], int):
            yield tuple(here), line
