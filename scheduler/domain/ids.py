"""Names of things: every id is a string, unique in the whole instance."""

from __future__ import annotations

from typing import NewType

SchoolId = NewType("SchoolId", str)
SchoolSiteId = NewType("SchoolSiteId", str)
RoomId = NewType("RoomId", str)
SiteId = NewType("SiteId", str)
"""An internship site."""
MentorId = NewType("MentorId", str)
StaffId = NewType("StaffId", str)
AdvisoryId = NewType("AdvisoryId", str)
StudentId = NewType("StudentId", str)
WorkshopId = NewType("WorkshopId", str)
SectionId = NewType("SectionId", str)
VehicleId = NewType("VehicleId", str)
RunId = NewType("RunId", str)
"""A vehicle run."""

PlaceId = str
"""Where a leg begins or ends: a school site, an internship site, or a student's
id, which stands for that student's home."""
