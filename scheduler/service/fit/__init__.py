"""Recommended fit and "why not?": who or what fits one open seat, and what is in the way.

A question is about one student without a place, one lead who is away, one free seat, or one
place a student might have instead. Every candidate shown as working was tried: the checker,
looking at all that it touches, finds nothing new broken.
"""

from scheduler.service.fit.answers import Fit, Fits, WhyNot
from scheduler.service.fit.asking import fits, why_not
from scheduler.service.fit.ground import Ground

__all__ = ["Fit", "Fits", "Ground", "WhyNot", "fits", "why_not"]
