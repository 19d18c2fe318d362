"""All files of a folder, in the order in which they are read."""

from __future__ import annotations

from scheduler.files.csv_folder.lists_of_people import OFFER, PEOPLE
from scheduler.files.csv_folder.lists_of_places import CALENDAR, CAMPUS, INTERNSHIP_SITES, TERM
from scheduler.files.csv_folder.lists_of_travel import SETTINGS, TRAVEL

__all__ = ["LISTS", "TERM", "TIMETABLES"]

LISTS = (*CALENDAR, *CAMPUS, *INTERNSHIP_SITES, *PEOPLE, *OFFER, *TRAVEL, *SETTINGS)
"""Every file but that of the term; owners come before what belongs to them."""

TIMETABLES = {"pins.json": ("pins", "timetable"), "release.json": ("release",)}
"""Timetables that lie in the folder as JSON, and where they are in the instance."""
