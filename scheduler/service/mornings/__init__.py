"""Somebody is ill this morning: where the students go, and who leads.

Only what is left of the day moves, and only for the people concerned: a student of a
mentor who is away goes to another mentor who has room, or comes to school, with the own
advisory where it meets and else in supervised study; sessions and meetings are led by
somebody else who is free, or their students study. Nothing is kept: the release holds on.
"""

from scheduler.service.mornings.day import Day, Led, Sent, this_morning
from scheduler.service.mornings.saying import told

__all__ = ["Day", "Led", "Sent", "this_morning", "told"]
