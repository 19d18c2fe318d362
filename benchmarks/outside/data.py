"""Where public data lies: ``FIELDWEEK_DATA``, else beside the project. None of it is copied."""

from __future__ import annotations

import os
from pathlib import Path

SETTING = "FIELDWEEK_DATA"
BESIDE = Path("../shared/data")


def data_folder() -> Path:
    """The folder that holds one folder for each collection."""
    return Path(os.environ.get(SETTING) or BESIDE)


def missing(folder: str) -> str:
    """Say what is not there and what to do about it; empty where it is there."""
    path = data_folder() / folder
    if path.is_dir():
        return ""
    return (
        f"There is no folder {folder} in {data_folder()}. Name the folder of the data in {SETTING}."
    )
