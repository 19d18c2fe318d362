import random

import pytest

from scheduler.attendance.patterns import Day, Observed, learn
from scheduler.domain.places import Mode

HERE = Day("S1", 1, "N1", Mode.WALK, 12)


def seen(came: int, of: int, day: Day = HERE) -> list[Observed]:
    return [Observed(*day, attended=number < came) for number in range(of)]


def test_without_a_record_a_student_comes_nine_days_in_ten():
    rate = learn([]).rate(HERE)
    assert rate.share == pytest.approx(0.9, abs=0.04)
    assert rate.low < 0.7
    assert rate.high > 0.95


def test_few_days_say_little_and_many_say_what_was_seen():
    school = [
        one for n in range(40) for one in seen(18 + n % 13, 30, HERE._replace(student=f"S{n + 10}"))
    ]
    few = learn([*school, *seen(1, 3)]).rate(HERE)
    many = learn([*school, *seen(20, 60)]).rate(HERE)
    assert 0.6 < few.share < 0.9
    assert many.share == pytest.approx(1 / 3, abs=0.08)
    assert many.high - many.low < few.high - few.low


def test_what_is_learned_does_not_depend_on_the_order_of_the_record():
    dice = random.Random(1)
    record = [
        Observed(
            f"S{dice.randrange(9)}", dice.randrange(5), "N1", Mode.VAN, 20, dice.random() < 0.8
        )
        for n in range(400)
    ]
    other = dice.sample(record, len(record))
    day = Day("S3", 2, "N1", Mode.VAN, 20)
    assert learn(record).rate(day).share == pytest.approx(learn(other).rate(day).share, abs=1e-3)


def test_a_weekday_and_a_long_way_that_keep_people_away_hold_for_others_too():
    dice = random.Random(2)
    record = []
    for number in range(120):
        for weekday in (0, 3):
            minutes = 20 if number % 2 else 70
            share = 0.95 - 0.2 * (weekday == 0) - 0.2 * (minutes == 70)
            day = Day(f"S{number}", weekday, f"N{number % 30}", Mode.TRANSIT, minutes)
            record += [Observed(*day, attended=dice.random() < share) for _ in range(18)]
    patterns = learn(record)
    unknown = Day("new", 3, "new", Mode.TRANSIT, 20)
    assert patterns.rate(unknown).share > patterns.rate(unknown._replace(weekday=0)).share + 0.08
    assert patterns.rate(unknown).share > patterns.rate(unknown._replace(minutes=70)).share + 0.08


def test_nine_tenths_of_what_is_true_lies_where_it_is_said_to():
    dice = random.Random(3)
    shares = {f"S{n}": dice.choice((0.98, 0.93, 0.85, 0.6)) for n in range(200)}
    record = [
        Observed(student, n % 5, f"N{n % 40}", Mode.WALK, 10, dice.random() < share)
        for n, (student, share) in enumerate(shares.items())
        for _ in range(18)
    ]
    patterns = learn(record)
    inside = 0
    for n, (student, share) in enumerate(shares.items()):
        rate = patterns.rate(Day(student, n % 5, f"N{n % 40}", Mode.WALK, 10))
        inside += rate.low <= share <= rate.high
    assert inside >= 170
