"""Numba, with a cache that can never be stale.

Numba notices a change of the file a function is in, not of the functions it calls; so
the cache lies in a folder named after a digest of all files with compiled functions.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np

_HERE = Path(__file__).parent
_FOLDERS = (_HERE, _HERE.parent / "bounds" / "lagrange")


def _cache_folder() -> Path:
    digest = hashlib.sha256()
    digest.update(f"{numba.__version__} {np.__version__} {sys.version}".encode())
    for file in sorted(file for folder in _FOLDERS for file in folder.glob("*.py")):
        digest.update(file.read_bytes())
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "fieldweek" / digest.hexdigest()[:16]


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(_cache_folder())  # type: ignore[attr-defined]


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile on first use; kept on disk, free of the interpreter lock."""
    decorated: Callable[..., Any] = numba.njit(cache=True, nogil=True, error_model="numpy")(
        function
    )
    return decorated
