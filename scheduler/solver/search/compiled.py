"""Numba, with a cache that can never be stale.

Numba notices a change of the file a function is in, not of the functions it calls; so
the cache lies in a folder named after a digest of all files with compiled functions.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numba
import numpy as np

_HERE = Path(__file__).parent
_FOLDERS = (_HERE, _HERE.parent / "bounds" / "lagrange")


def _digest() -> str:
    digest = hashlib.sha256()
    # With where the files lie: what is compiled is kept by that, too.
    digest.update(f"{_HERE} {numba.__version__} {np.__version__} {sys.version}".encode())
    for file in sorted(file for folder in _FOLDERS for file in folder.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


_DIGEST = _digest()
if "NUMBA_CACHE_DIR" not in os.environ:
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    numba.config.CACHE_DIR = str(Path(root) / "fieldweek" / _DIGEST)  # type: ignore[attr-defined]
_COMPLETE = Path(numba.config.CACHE_DIR) / f"{_DIGEST}.complete"  # type: ignore[attr-defined]


def is_complete() -> bool:
    """Whether every function was compiled and kept once, so that loading is all there is."""
    return _COMPLETE.exists()


def note_complete() -> None:
    """Say so to all who begin later; where nothing can be kept, nothing is said."""
    with suppress(OSError):
        _COMPLETE.touch()


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile on first use; kept on disk, free of the interpreter lock."""
    decorated: Callable[..., Any] = numba.njit(cache=True, nogil=True, error_model="numpy")(
        function
    )
    return decorated
