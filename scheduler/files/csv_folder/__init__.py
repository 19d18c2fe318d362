"""A school's data as a folder of lists that a spreadsheet opens, one file a noun.

Weekdays are written Mon to Sun, weeks of the cycle A, B and so on, several things in
one cell with ``; `` between them. A cell that a spreadsheet could take for a formula
has an apostrophe before it, which is taken off again.
"""

from __future__ import annotations

from scheduler.files.csv_folder.exporting import export_csv
from scheduler.files.csv_folder.importing import import_csv, parse_lists

__all__ = ["export_csv", "import_csv", "parse_lists"]
