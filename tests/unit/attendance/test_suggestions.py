from scheduler.attendance.patterns import Observed
from scheduler.attendance.suggestions import Stands, suggest
from scheduler.domain.places import Mode


def days(student: str, weekday: int, ride: str, late: int, came: int, of: int) -> list[Observed]:
    return [
        Observed(student, weekday, "N1", Mode.TRANSIT, 20, n < came, n < late, ride)
        for n in range(of)
    ]


def test_a_bus_that_made_five_of_eight_late_stands_out_and_one_that_did_so_once_does_not():
    record = [
        *days("S1", 1, "bus 22", late=5, came=8, of=8),
        *days("S2", 1, "bus 4", late=1, came=3, of=3),
        *days("S3", 1, "bus 5", late=1, came=40, of=40),
    ]
    found = [one for one in suggest(record) if one.kind is Stands.RIDE_LATE]
    assert [(one.subject, one.count, one.of) for one in found] == [("bus 22", 5, 8)]
    assert found[0].usual == 2 / 43


def test_a_student_who_stays_away_on_mondays_is_compared_with_the_own_other_days():
    record = [
        *days("S1", 0, "", late=0, came=6, of=18),
        *days("S1", 3, "", late=0, came=17, of=18),
        *days("S2", 0, "", late=0, came=6, of=18),
        *days("S2", 3, "", late=0, came=6, of=18),
    ]
    found = [one for one in suggest(record) if one.kind is Stands.WEEKDAY_MISSED]
    assert [(one.subject, one.weekday, one.count, one.of) for one in found] == [("S1", 0, 12, 18)]


def test_nothing_stands_out_where_all_is_alike():
    assert suggest([*days("S1", 1, "a", 1, 9, 10), *days("S2", 2, "b", 1, 9, 10)]) == []
