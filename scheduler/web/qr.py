"""QR codes as drawings of ours, for links that are printed or held against a phone."""

from __future__ import annotations

import segno
from markupsafe import Markup

QUIET = 4
"""Modules of white around a code, as readers expect."""


def qr_svg(text: str, label: str) -> Markup:
    """Draw a QR code; dark on light in every colour scheme, so that it can be read."""
    code = segno.make_qr(text, error="m")
    size = code.symbol_size(border=QUIET)[0]
    parts = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                parts.append(f"M{x + QUIET} {y + QUIET}h{run}v1h-{run}z")
            x += run or 1
    return Markup(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}">'
        '<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    ).format(size=size, label=label, path="".join(parts))
