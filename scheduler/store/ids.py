"""Ids of what people see: a prefix that says the kind, and 120 random bits."""

from __future__ import annotations

import base64
import secrets
from typing import Literal

Kind = Literal[
    "org",
    "term",
    "ins",
    "tt",
    "rel",
    "run",
    "edt",
    "scn",
    "acc",
    "sgn",
    "key",
    "lnk",
    "msg",
    "rcp",
    "stp",
    "rsh",
]
"""Organisation, term, instance, timetable, release, run, edit, scenario, account,
sign-in, API key, link, message, receipt, step, reshuffle."""


def new_id(kind: Kind) -> str:
    """An id that nobody can guess from another, such as ``run_mfrggzdfmztwq2lknnwg23tp``."""
    return f"{kind}_{base64.b32encode(secrets.token_bytes(15)).decode().lower()}"
