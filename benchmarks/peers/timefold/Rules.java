import static ai.timefold.solver.core.api.score.stream.Joiners.equal;
import static ai.timefold.solver.core.api.score.stream.Joiners.filtering;
import static ai.timefold.solver.core.api.score.stream.Joiners.lessThan;

import ai.timefold.solver.core.api.score.buildin.hardmediumsoftlong.HardMediumSoftLongScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintCollectors;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.bi.BiConstraintStream;
import ai.timefold.solver.core.api.score.stream.tri.TriConstraintStream;
import ai.timefold.solver.core.api.score.stream.uni.UniConstraintStream;
import java.util.List;

/**
 * Rules (hard), unplaced items (medium) and goals (soft) of docs/reference/rules.md. What concerns
 * one student's days out alone (hours, eligibility, journeys, distances) is in the options.
 */
public class Rules implements ConstraintProvider {
    static final HardMediumSoftLongScore HARD = HardMediumSoftLongScore.ONE_HARD;
    /**
     * A missing study seat: five musts, far less than a day out. First fit places days before
     * anybody is in a section, when every study seat is wanted; as a hard rule it would break other
     * rules to empty the building, and local search would give days up for it.
     */
    static final HardMediumSoftLongScore SEAT = HardMediumSoftLongScore.ofMedium(5_000);
    static final HardMediumSoftLongScore MEDIUM = HardMediumSoftLongScore.ONE_MEDIUM;
    static final HardMediumSoftLongScore SOFT = HardMediumSoftLongScore.ONE_SOFT;

    /** A student at a session. */
    record Attends(int student, int session, Facts.Student who, Facts.Placing placing, int day) {
    }

    /** A student occupied for some bits of a weekday. */
    record Busy(Facts.Student student, int day, long mask) {
    }

    /** A student in a section. */
    record Member(Facts.Student student, Facts.Section section) {
    }

    /** Somebody leads something. */
    record Led(int id, Facts.Staff staff, Facts.Placing placing, int length, int day) {
    }

    /** Something takes place in a room. */
    record Held(int id, Facts.Room room, int day, long mask) {
    }

    /** A student on a day out. */
    record Visit(Facts.Student student, Facts.Out out, int mentor, int day) {
    }

    /** So many students are not idle in a slot. */
    record Taken(Facts.SiteSlot slot, int weight) {
    }

    /** A student in a van. */
    record Rider(Facts.Run run, Facts.Ride ride, boolean wheelchair) {
    }

    record Span(Facts.Section section, int begin, int end) {
    }

    @Override
    public Constraint[] defineConstraints(ConstraintFactory f) {
        return new Constraint[] {
                // one-place
                studentTwice(f), studentOutOrHere(f), studentMeets(f), ledTwice(f), roomTwice(f),
                mentorOneSite(f), vehicleTwice(f),
                // available
                studentUnavailable(f), staffUnavailable(f), roomUnavailable(f),
                // days out: the rest of their rules is in the options
                mentorAtOnce(f), mentorInAll(f), siteSeats(f), vanSeats(f), vanHours(f),
                // advisories
                meetingsApart(f), meetingsTogether(f), wholeMeetings(f), quorumMeetings(f),
                // workshops
                sessionDays(f), sectionMost(f), sectionLeast(f), sectionLeastOfAll(f), sectionRuns(f), roomSeats(f),
                workshopTwice(f), sectionsInOrder(f),
                // days on campus
                campusDay(f), studySeats(f), staffDay(f), staffWeek(f),
                // unplaced
                daysUnplaced(f), mustsUnplaced(f), minutesUnplaced(f),
                // goals
                optionPoints(f), wishes(f), evenDays(f), together(f), compact(f), evenSections(f),
                fairLoad(f), fairInterns(f), vehicleCost(f),
                // repairs
                changedDays(f), changedMeetings(f), changedSessions(f), changedLeads(f),
                changedSeats(f) };
    }

    // What follows from the decisions.

    UniConstraintStream<Member> members(ConstraintFactory f) {
        return f.forEach(Seat.class).expand(seat -> seat.bundle.sections())
                .flattenLast(sections -> sections)
                .map((seat, section) -> new Member(seat.student, section));
    }

    UniConstraintStream<Attends> attends(ConstraintFactory f) {
        return members(f).join(SessionTime.class, equal(Member::section, SessionTime::section))
                .map((member, session) -> new Attends(member.student().number(), session.id,
                        member.student(), session.placing, session.placing.day()));
    }

    BiConstraintStream<MeetingTime, StudentDays> meetingMembers(ConstraintFactory f) {
        return f.forEach(MeetingTime.class).join(StudentDays.class,
                equal(MeetingTime::advisory, StudentDays::advisory));
    }

    BiConstraintStream<MeetingTime, StudentDays> present(ConstraintFactory f) {
        return meetingMembers(f).filter((meeting, days) -> days.isPresent(meeting));
    }

    BiConstraintStream<MeetingTime, StudentDays> absent(ConstraintFactory f) {
        return meetingMembers(f).filter((meeting, days) -> !days.isPresent(meeting));
    }

    UniConstraintStream<Busy> busy(ConstraintFactory f) {
        return attends(f).map(one -> new Busy(one.who(), one.day(), one.placing().mask()))
                .concat(present(f).map((meeting, days) -> new Busy(days.student,
                        meeting.placing.day(), meeting.placing.mask())));
    }

    TriConstraintStream<Facts.Student, Integer, List<Busy>> studentDays(ConstraintFactory f) {
        return busy(f).groupBy(Busy::student, Busy::day, ConstraintCollectors.toList());
    }

    UniConstraintStream<Led> led(ConstraintFactory f) {
        return f.forEach(SessionTime.class)
                .join(SectionLead.class, equal(SessionTime::section, SectionLead::section))
                .map((session, lead) -> new Led(session.id, lead.lead, session.placing,
                        session.section.length(), session.placing.day()))
                .concat(f.forEach(MeetingTime.class).map(meeting -> new Led(-1 - meeting.id,
                        meeting.advisor, meeting.placing, meeting.placing.length(),
                        meeting.placing.day())));
    }

    UniConstraintStream<Held> held(ConstraintFactory f) {
        return f.forEach(SessionTime.class)
                .map(session -> new Held(session.id, session.room, session.placing.day(),
                        session.placing.mask()))
                .concat(f.forEach(MeetingTime.class).map(meeting -> new Held(-1 - meeting.id,
                        meeting.kind.room(), meeting.placing.day(), meeting.placing.mask())));
    }

    UniConstraintStream<Visit> visits(ConstraintFactory f) {
        return f.forEach(StudentDays.class).expand(days -> days.option.outs())
                .flattenLast(outs -> outs)
                .map((days, out) -> new Visit(days.student, out, out.mentor().number(), out.day()));
    }

    UniConstraintStream<Rider> riders(ConstraintFactory f) {
        return visits(f).expand(visit -> visit.out().rides()).flattenLast(rides -> rides)
                .map((visit, ride) -> new Rider(ride.run(), ride, visit.student().wheelchair()));
    }

    // Rules.

    Constraint studentTwice(ConstraintFactory f) {
        return attends(f).join(attends(f), equal(Attends::student), equal(Attends::day),
                lessThan(Attends::session), filtering((one, two) -> one.placing()
                        .tooNear(two.placing(), one.who().minutes())))
                .penalize(HARD).asConstraint("one-place: student at two sessions");
    }

    Constraint studentOutOrHere(ConstraintFactory f) {
        return attends(f).join(StudentDays.class, equal(Attends::who, days -> days.student),
                filtering((one, days) -> days.isOut(one.day())))
                .penalize(HARD).asConstraint("one-place: session on a day out");
    }

    Constraint studentMeets(ConstraintFactory f) {
        return present(f).join(attends(f), equal((meeting, days) -> days.student, Attends::who),
                equal((meeting, days) -> meeting.placing.day(), Attends::day),
                filtering((meeting, days, one) -> meeting.placing.tooNear(one.placing(),
                        one.who().minutes())))
                .penalize(HARD).asConstraint("one-place: session during a meeting");
    }

    Constraint ledTwice(ConstraintFactory f) {
        return led(f).join(led(f), equal(Led::staff), equal(Led::day), lessThan(Led::id),
                filtering((one, two) -> one.placing().tooNear(two.placing(),
                        one.staff().minutes())))
                .penalize(HARD).asConstraint("one-place: staff");
    }

    Constraint roomTwice(ConstraintFactory f) {
        return held(f).join(held(f), equal(Held::room), equal(Held::day), lessThan(Held::id),
                filtering((one, two) -> (one.mask() & two.mask()) != 0))
                .penalize(HARD).asConstraint("one-place: room");
    }

    Constraint mentorOneSite(ConstraintFactory f) {
        return visits(f).groupBy(Visit::mentor, Visit::day,
                ConstraintCollectors.countDistinct(visit -> visit.out().site()))
                .filter((mentor, day, sites) -> sites > 1)
                .penalizeLong(HARD, (mentor, day, sites) -> sites - 1)
                .asConstraint("one-place: mentor");
    }

    Constraint vehicleTwice(ConstraintFactory f) {
        UniConstraintStream<Driven> driven = driven(f);
        return driven.join(driven, equal(one -> one.run().vehicle()), equal(one -> one.run().day()),
                lessThan(one -> one.run().number()),
                filtering((one, two) -> one.begin() < two.end() && two.begin() < one.end()))
                .penalize(HARD).asConstraint("one-place: vehicle");
    }

    /** A run that is driven, from the first to the last stop that is served. */
    record Driven(Facts.Run run, int begin, int end) {
        static Driven of(Facts.Run run, List<Rider> riders) {
            int first = Integer.MAX_VALUE;
            int last = Integer.MIN_VALUE;
            for (Rider rider : riders) {
                first = Math.min(first, rider.ride().on());
                last = Math.max(last, rider.ride().off());
            }
            return new Driven(run, run.minutes()[first], run.minutes()[last]);
        }
    }

    UniConstraintStream<Driven> driven(ConstraintFactory f) {
        return riders(f).groupBy(Rider::run, ConstraintCollectors.toList())
                .map((run, riders) -> Driven.of(run, riders));
    }

    Constraint studentUnavailable(ConstraintFactory f) {
        return attends(f).filter(one -> !one.who().can(one.placing()))
                .penalize(HARD).asConstraint("available: student");
    }

    Constraint staffUnavailable(ConstraintFactory f) {
        return led(f).filter(
                one -> (one.staff().blocked()[one.day()] & one.placing().mask()) != 0)
                .penalize(HARD).asConstraint("available: staff");
    }

    Constraint roomUnavailable(ConstraintFactory f) {
        return held(f).filter(one -> (one.room().blocked()[one.day()] & one.mask()) != 0)
                .penalize(HARD).asConstraint("available: room");
    }

    Constraint mentorAtOnce(ConstraintFactory f) {
        return visits(f).groupBy(visit -> visit.out().mentor(), Visit::day,
                ConstraintCollectors.count())
                .filter((mentor, day, interns) -> interns > mentor.atOnce())
                .penalizeLong(HARD, (mentor, day, interns) -> interns - mentor.atOnce())
                .asConstraint("mentor-load: at once");
    }

    Constraint mentorInAll(ConstraintFactory f) {
        return visits(f).groupBy(visit -> visit.out().mentor(),
                ConstraintCollectors.countDistinct(Visit::student))
                .filter((mentor, interns) -> interns > mentor.inAll())
                .penalizeLong(HARD, (mentor, interns) -> interns - mentor.inAll())
                .asConstraint("mentor-load: in all");
    }

    Constraint siteSeats(ConstraintFactory f) {
        return visits(f).expand(visit -> visit.out().places()).flattenLast(places -> places)
                .groupBy((visit, place) -> place, ConstraintCollectors.countBi())
                .filter((place, interns) -> interns > place.seats())
                .penalizeLong(HARD, (place, interns) -> interns - place.seats())
                .asConstraint("site-seats");
    }

    Constraint vanSeats(ConstraintFactory f) {
        return riders(f).groupBy(Rider::run, ConstraintCollectors.toList())
                .penalizeLong(HARD, Rules::tooMany).asConstraint("vehicle-run: seats");
    }

    static long tooMany(Facts.Run run, List<Rider> riders) {
        long above = 0;
        for (int stop = 0; stop + 1 < run.minutes().length; stop++) {
            int seated = 0;
            int placed = 0;
            for (Rider rider : riders) {
                if (rider.ride().on() <= stop && stop < rider.ride().off()) {
                    if (rider.wheelchair()) {
                        placed++;
                    } else {
                        seated++;
                    }
                }
            }
            above += Math.max(0, seated - run.seats())
                    + Math.max(0, placed - run.wheelchairPlaces());
        }
        return above;
    }

    Constraint vanHours(ConstraintFactory f) {
        return driven(f).filter(one -> one.begin() < one.run().hoursBegin()
                || one.end() > one.run().hoursEnd())
                .penalize(HARD).asConstraint("vehicle-run: hours");
    }

    Constraint meetingsApart(ConstraintFactory f) {
        return f.forEachUniquePair(MeetingTime.class, equal(meeting -> meeting.kind),
                equal(MeetingTime::day)).penalize(HARD).asConstraint("advisory-meets: days");
    }

    Constraint meetingsTogether(ConstraintFactory f) {
        return f.forEachUniquePair(MeetingTime.class, equal(MeetingTime::advisory),
                equal(MeetingTime::day),
                filtering((one, two) -> one.placing.overlaps(two.day(), two.placing.mask())))
                .penalize(HARD).asConstraint("advisory-meets: at once");
    }

    Constraint wholeMeetings(ConstraintFactory f) {
        return absent(f).filter((meeting, days) -> meeting.kind.whole())
                .penalize(HARD).asConstraint("advisory-whole: whole");
    }

    Constraint quorumMeetings(ConstraintFactory f) {
        return absent(f).filter((meeting, days) -> !meeting.kind.whole())
                .groupBy((meeting, days) -> meeting, ConstraintCollectors.countBi())
                .filter((meeting, away) -> away > meeting.kind.spare())
                .penalizeLong(HARD, (meeting, away) -> away - meeting.kind.spare())
                .asConstraint("advisory-whole: quorum");
    }

    Constraint sessionDays(ConstraintFactory f) {
        return f.forEachUniquePair(SessionTime.class, equal(SessionTime::section),
                equal(SessionTime::day)).penalize(HARD).asConstraint("section-sessions: days");
    }

    BiConstraintStream<Facts.Section, Integer> sizes(ConstraintFactory f) {
        return members(f).groupBy(Member::section, ConstraintCollectors.count());
    }

    Constraint sectionMost(ConstraintFactory f) {
        return sizes(f).filter((section, size) -> size > section.most())
                .penalizeLong(HARD, (section, size) -> size - section.most())
                .asConstraint("section-size: most");
    }

    /** A section below its least does not run: whoever is in it is all but without a place. */
    Constraint sectionLeast(ConstraintFactory f) {
        return sizes(f).filter((section, size) -> !section.runs() && size < section.least())
                .join(Ground.class)
                .penalizeLong(MEDIUM, (section, size, ground) -> size * ground.pointsOfMust * 9 / 10)
                .asConstraint("section-size: least");
    }

    Constraint sectionLeastOfAll(ConstraintFactory f) {
        return sizes(f).filter((section, size) -> section.runs() && size < section.least())
                .penalizeLong(HARD, (section, size) -> section.least() - size)
                .asConstraint("section-size: least, where every section runs");
    }

    Constraint sectionRuns(ConstraintFactory f) {
        return f.forEach(Facts.Section.class)
                .filter(section -> section.runs() && section.least() > 0)
                .ifNotExists(members(f), equal(section -> section, Member::section))
                .penalizeLong(HARD, section -> section.least())
                .asConstraint("section-sessions: runs");
    }

    Constraint roomSeats(ConstraintFactory f) {
        return sizes(f).join(SessionTime.class,
                equal((section, size) -> section, SessionTime::section),
                filtering((section, size, session) -> size > session.room.seats()))
                .penalizeLong(HARD, (section, size, session) -> size - session.room.seats())
                .asConstraint("section-sessions: seats");
    }

    Constraint workshopTwice(ConstraintFactory f) {
        return members(f).groupBy(Member::student, member -> member.section().workshop(),
                ConstraintCollectors.count()).filter((student, workshop, times) -> times > 1)
                .penalizeLong(HARD, (student, workshop, times) -> times - 1)
                .asConstraint("enrolled-once");
    }

    UniConstraintStream<Span> spans(ConstraintFactory f) {
        return f.forEach(SessionTime.class)
                .groupBy(SessionTime::section,
                        ConstraintCollectors.min((SessionTime s) -> s.placing.order()),
                        ConstraintCollectors.min((SessionTime s) -> s.placing.orderOfEnd()))
                .map((section, begin, end) -> new Span(section, begin, end));
    }

    Constraint sectionsInOrder(ConstraintFactory f) {
        return spans(f).filter(later -> !later.section().after().isEmpty()).join(spans(f),
                filtering((later, earlier) -> later.section().after()
                        .contains(earlier.section().number()) && later.begin() < earlier.end()))
                .penalize(HARD).asConstraint("linked: order");
    }

    Constraint campusDay(ConstraintFactory f) {
        return studentDays(f).filter((student, day, busy) -> Day.faults(student, day, busy) > 0)
                .penalizeLong(HARD, Day::faults).asConstraint("student-day");
    }

    Constraint studySeats(ConstraintFactory f) {
        UniConstraintStream<Taken> taken = f.forEach(Facts.SiteSlot.class)
                .map(slot -> new Taken(slot, 0))
                .concat(f.forEach(StudentDays.class).expand(StudentDays::slotsAway)
                        .flattenLast(slots -> slots).map((days, slot) -> new Taken(slot, 1)))
                .concat(busy(f).expand(Day::slotsOf).flattenLast(slots -> slots)
                        .map((one, slot) -> new Taken(slot, 1)));
        return taken.groupBy(Taken::slot, ConstraintCollectors.sum(Taken::weight))
                .filter((slot, away) -> !slot.lunch() && away < slot.leastAway())
                .penalizeLong(SEAT, (slot, away) -> slot.leastAway() - away)
                .asConstraint("school-seats: study seats");
    }

    Constraint staffDay(ConstraintFactory f) {
        return led(f).groupBy(Led::staff, Led::day, ConstraintCollectors.sum(Led::length))
                .filter((staff, day, slots) -> slots > staff.mostDay())
                .penalizeLong(HARD, (staff, day, slots) -> slots - staff.mostDay())
                .asConstraint("staff-day: day");
    }

    Constraint staffWeek(ConstraintFactory f) {
        return led(f).groupBy(Led::staff, ConstraintCollectors.sum(Led::length))
                .filter((staff, slots) -> slots > staff.mostWeek())
                .penalizeLong(HARD, (staff, slots) -> slots - staff.mostWeek())
                .asConstraint("staff-day: week");
    }

    // Unplaced.

    Constraint daysUnplaced(ConstraintFactory f) {
        return f.forEach(StudentDays.class).filter(days -> days.option.missing() > 0)
                .join(Ground.class)
                .penalizeLong(MEDIUM,
                        (days, ground) -> days.option.missing() * ground.pointsOfDay)
                .asConstraint("unplaced: day");
    }

    Constraint mustsUnplaced(ConstraintFactory f) {
        return f.forEachIncludingUnassigned(Seat.class)
                .filter(seat -> seat.must && seat.bundle == null).join(Ground.class)
                .penalizeLong(MEDIUM, (seat, ground) -> ground.pointsOfMust)
                .asConstraint("unplaced: must");
    }

    Constraint minutesUnplaced(ConstraintFactory f) {
        return present(f).groupBy((meeting, days) -> days,
                ConstraintCollectors.sum((MeetingTime meeting,
                        StudentDays days) -> meeting.placing.end() - meeting.placing.begin()))
                .filter((days, minutes) -> minutes < days.minutes).join(Ground.class)
                .penalizeLong(MEDIUM, (days, minutes, ground) -> ground.pointsOfMinutes)
                .asConstraint("unplaced: minutes");
    }

    // Goals.

    Constraint optionPoints(ConstraintFactory f) {
        return f.forEach(StudentDays.class).filter(days -> days.option.cost() > 0)
                .penalizeLong(SOFT, days -> days.option.cost())
                .asConstraint("interest, travel, spread-days, attendance");
    }

    Constraint wishes(ConstraintFactory f) {
        return f.forEachIncludingUnassigned(Seat.class)
                .filter(seat -> !seat.must && seat.bundle == null)
                .penalizeLong(SOFT, seat -> seat.points).asConstraint("wishes");
    }

    Constraint evenDays(ConstraintFactory f) {
        return f.forEach(StudentDays.class).expand(StudentDays::daysOut).flattenLast(days -> days)
                .groupBy((days, day) -> days.student.site(), (days, day) -> day,
                        ConstraintCollectors.countBi())
                .groupBy((site, day, out) -> site,
                        ConstraintCollectors.toList((site, day, out) -> out))
                .join(Ground.class)
                .penalizeLong(SOFT,
                        (site, counts, ground) -> 3 * Day.aboveMean(counts, ground.weekdays, 0))
                .asConstraint("even-days");
    }

    Constraint together(ConstraintFactory f) {
        return absent(f).filter((meeting, days) -> !meeting.kind.whole())
                .penalize(SOFT).asConstraint("together");
    }

    Constraint compact(ConstraintFactory f) {
        return studentDays(f).filter((student, day, busy) -> Day.gaps(student, day, busy) > 0)
                .penalizeLong(SOFT, (student, day, busy) -> 2 * Day.gaps(student, day, busy))
                .asConstraint("compact");
    }

    Constraint evenSections(ConstraintFactory f) {
        return sizes(f).groupBy((section, size) -> section.workshop(),
                ConstraintCollectors.toList((section, size) -> size))
                .filter((workshop, sizes) -> Day.spread(sizes) > 2)
                .penalizeLong(SOFT, (workshop, sizes) -> Day.spread(sizes) - 2)
                .asConstraint("even-sections");
    }

    Constraint fairLoad(ConstraintFactory f) {
        return led(f).groupBy(Led::staff, ConstraintCollectors.sum(Led::length))
                .groupBy((staff, slots) -> staff.kind(),
                        ConstraintCollectors.toList((staff, slots) -> slots))
                .join(Facts.StaffKind.class,
                        equal((kind, loads) -> kind, Facts.StaffKind::number))
                .penalizeLong(SOFT,
                        (kind, loads, staff) -> Day.aboveMean(loads, staff.people(), 1))
                .asConstraint("fair-load: staff");
    }

    Constraint fairInterns(ConstraintFactory f) {
        return visits(f).groupBy(visit -> visit.out().mentor(),
                ConstraintCollectors.countDistinct(Visit::student))
                .filter((mentor, interns) -> interns > mentor.wished())
                .penalizeLong(SOFT, (mentor, interns) -> 2 * (interns - mentor.wished()))
                .asConstraint("fair-load: mentors");
    }

    Constraint vehicleCost(ConstraintFactory f) {
        return driven(f).penalizeLong(SOFT, one -> 10 + (one.end() - one.begin()) / 5)
                .asConstraint("vehicle-cost");
    }

    // Repairs: what changes costs, more than all goals can.

    Constraint changedDays(ConstraintFactory f) {
        return f.forEach(StudentDays.class)
                .filter(one -> one.before != null && one.before != one.option).join(Ground.class)
                .penalizeLong(SOFT, (one, ground) -> ground.pointsOfChange)
                .asConstraint("change: days out");
    }

    Constraint changedMeetings(ConstraintFactory f) {
        return f.forEach(MeetingTime.class)
                .filter(one -> one.before != null && one.before != one.placing).join(Ground.class)
                .penalizeLong(SOFT, (one, ground) -> ground.pointsOfChange * one.kind.members())
                .asConstraint("change: meetings");
    }

    Constraint changedSessions(ConstraintFactory f) {
        return members(f).join(SessionTime.class, equal(Member::section, SessionTime::section))
                .filter((member, one) -> one.before != null && one.before != one.placing)
                .join(Ground.class)
                .penalizeLong(SOFT, (member, one, ground) -> ground.pointsOfChange)
                .asConstraint("change: sessions");
    }

    Constraint changedLeads(ConstraintFactory f) {
        return f.forEach(SectionLead.class)
                .filter(one -> one.before != null && one.before != one.lead).join(Ground.class)
                .penalizeLong(SOFT, (one, ground) -> 2 * ground.pointsOfChange)
                .asConstraint("change: leads");
    }

    Constraint changedSeats(ConstraintFactory f) {
        return f.forEachIncludingUnassigned(Seat.class)
                .filter(one -> one.repaired && one.before != one.bundle).join(Ground.class)
                .penalizeLong(SOFT, (one, ground) -> ground.pointsOfChange)
                .asConstraint("change: enrolments");
    }
}
