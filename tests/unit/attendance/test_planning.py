from dataclasses import replace

import scheduler
from scheduler.attendance.patterns import Observed, learn
from scheduler.attendance.planning import rates_for
from scheduler.check.day_points import rates_of
from scheduler.domain.faults import faults
from scheduler.domain.ids import SiteId
from scheduler.domain.places import Mode


def test_rates_fit_the_school_and_tell_a_student_mondays_from_other_days():
    school = scheduler.load("instances/tiny/instance.json")
    student, site = school.students[0], SiteId("GARDEN")
    record = [
        Observed(student.id, day, site, Mode.WALK, 24, came)
        for day in (0, 1, 2)
        for came in [day != 0] * 17 + [False]
    ]
    rates = rates_for(school, learn(record))
    knowing = replace(school, attendance=rates)
    points = rates_of(knowing)
    assert points.absence_points(student.id, site, 0, Mode.WALK) > points.absence_points(
        student.id, site, 1, Mode.WALK
    )
    assert faults(knowing) == []
