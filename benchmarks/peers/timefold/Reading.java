import java.io.IOException;
import java.io.Reader;
import java.io.StreamTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a school as whole numbers, in the order in which `flat.py` writes them. */
final class Reading {
    private final StreamTokenizer tokens;
    private boolean repairs;

    private Reading(Reader reader) {
        tokens = new StreamTokenizer(reader);
    }

    static Week read(Path path) throws IOException {
        try (Reader reader = Files.newBufferedReader(path)) {
            return new Reading(reader).week();
        }
    }

    private int next() throws IOException {
        if (tokens.nextToken() != StreamTokenizer.TT_NUMBER) {
            throw new IOException("a whole number is missing at line " + tokens.lineno());
        }
        return (int) tokens.nval;
    }

    /** Bits of a weekday: at most 53 of them, which the writer holds to. */
    private long bits() throws IOException {
        if (tokens.nextToken() != StreamTokenizer.TT_NUMBER) {
            throw new IOException("bits are missing at line " + tokens.lineno());
        }
        return (long) tokens.nval;
    }

    private long[] bitsOf(int days) throws IOException {
        long[] found = new long[days];
        for (int day = 0; day < days; day++) {
            found[day] = bits();
        }
        return found;
    }

    private Week week() throws IOException {
        Week week = new Week();
        Ground ground = new Ground();
        week.ground = ground;
        int days = next();
        ground.weekdays = days;
        ground.pointsOfDay = next();
        ground.pointsOfMust = next();
        ground.pointsOfMinutes = next();
        ground.pointsOfChange = next();
        repairs = ground.pointsOfChange > 0;
        int sites = next();
        ground.minutes = new int[next()][sites][sites];
        for (int[][] modes : ground.minutes) {
            for (int[] row : modes) {
                for (int other = 0; other < sites; other++) {
                    row[other] = next();
                }
            }
        }
        ground.slotsOf = new Facts.SiteSlot[sites][days][];
        for (int site = 0; site < sites; site++) {
            for (int day = 0; day < days; day++) {
                Facts.SiteSlot[] slots = new Facts.SiteSlot[next()];
                for (int i = 0; i < slots.length; i++) {
                    slots[i] = new Facts.SiteSlot(site, next(), day, bits(), next() == 1, next());
                    week.slots.add(slots[i]);
                }
                ground.slotsOf[site][day] = slots;
            }
        }
        Facts.Room[] rooms = new Facts.Room[next()];
        for (int i = 0; i < rooms.length; i++) {
            rooms[i] = new Facts.Room(i, next(), bitsOf(days));
        }
        int kinds = next();
        for (int i = 0; i < kinds; i++) {
            week.kinds.add(new Facts.StaffKind(i, next()));
        }
        Facts.Staff[] staff = new Facts.Staff[next()];
        for (int i = 0; i < staff.length; i++) {
            staff[i] = new Facts.Staff(i, next(), next(), next(), bitsOf(days),
                    ground.minutes[ground.minutes.length - 1]);
        }
        Facts.Mentor[] mentors = new Facts.Mentor[next()];
        for (int i = 0; i < mentors.length; i++) {
            mentors[i] = new Facts.Mentor(i, next(), next(), next());
        }
        Facts.SiteDay[] places = new Facts.SiteDay[next()];
        for (int i = 0; i < places.length; i++) {
            places[i] = new Facts.SiteDay(next(), next(), next());
        }
        Facts.Run[] runs = new Facts.Run[next()];
        for (int i = 0; i < runs.length; i++) {
            int[] head = {next(), next(), next(), next(), next(), next()};
            int[] minutes = new int[next()];
            for (int stop = 0; stop < minutes.length; stop++) {
                minutes[stop] = next();
            }
            runs[i] = new Facts.Run(i, head[0], head[1], head[2], head[3], minutes, head[4],
                    head[5]);
        }
        meetings(week, staff, rooms);
        Facts.Section[] sections = sections(week, staff, rooms);
        students(week, mentors, places, runs, sections);
        return week;
    }

    private List<Facts.Placing> placings() throws IOException {
        Facts.Placing[] found = new Facts.Placing[next()];
        for (int i = 0; i < found.length; i++) {
            found[i] = new Facts.Placing(next(), next(), next(), next(), next(), next(), bits());
        }
        return Arrays.asList(found);
    }

    private void meetings(Week week, Facts.Staff[] staff, Facts.Room[] rooms) throws IOException {
        int kinds = next();
        for (int i = 0; i < kinds; i++) {
            Facts.Kind kind = new Facts.Kind(next(), i, next() == 1, next(), next(), rooms[next()]);
            Facts.Staff advisor = staff[next()];
            int count = next();
            List<Facts.Placing> placings = placings();
            for (int number = 0; number < count; number++) {
                MeetingTime one = new MeetingTime();
                one.id = week.meetings.size();
                one.kind = kind;
                one.advisor = advisor;
                one.placings = placings;
                one.before = had(placings);
                one.placing = one.before;
                one.pinned = next() == 1;
                week.meetings.add(one);
            }
        }
    }

    /** One of some things by its number, or none for -1: what was had before a change. */
    private <T> T had(List<T> things) throws IOException {
        int number = next();
        return number < 0 ? null : things.get(number);
    }

    private Facts.Section[] sections(Week week, Facts.Staff[] staff, Facts.Room[] rooms)
            throws IOException {
        Facts.Workshop[] workshops = new Facts.Workshop[next()];
        for (int i = 0; i < workshops.length; i++) {
            workshops[i] = new Facts.Workshop(i);
        }
        Facts.Section[] sections = new Facts.Section[next()];
        for (int i = 0; i < sections.length; i++) {
            int[] head = {next(), next(), next(), next(), next(), next()};
            List<Integer> after = new ArrayList<>();
            for (int count = next(); count > 0; count--) {
                after.add(next());
            }
            sections[i] = new Facts.Section(i, workshops[head[0]], head[1], head[2], head[3],
                    head[4], head[5] == 1, after);
            week.sections.add(sections[i]);
            lead(week, sections[i], staff);
            List<Facts.Placing> placings = placings();
            List<Facts.Room> fitting = new ArrayList<>();
            for (int count = next(); count > 0; count--) {
                fitting.add(rooms[next()]);
            }
            for (int number = 0; number < head[2]; number++) {
                SessionTime session = new SessionTime();
                session.id = week.sessions.size();
                session.section = sections[i];
                session.placings = placings;
                session.rooms = fitting;
                session.before = had(placings);
                session.placing = session.before;
                session.room = had(fitting);
                session.pinned = next() == 1;
                week.sessions.add(session);
            }
        }
        return sections;
    }

    private void lead(Week week, Facts.Section section, Facts.Staff[] staff) throws IOException {
        SectionLead lead = new SectionLead();
        lead.id = week.leads.size();
        lead.section = section;
        lead.leads = new ArrayList<>();
        for (int count = next(); count > 0; count--) {
            lead.leads.add(staff[next()]);
        }
        lead.before = had(lead.leads);
        lead.lead = lead.before;
        lead.pinned = next() == 1;
        week.leads.add(lead);
    }

    private void students(Week week, Facts.Mentor[] mentors, Facts.SiteDay[] places,
            Facts.Run[] runs, Facts.Section[] sections) throws IOException {
        Facts.Bundle[] bundles = new Facts.Bundle[next()];
        for (int i = 0; i < bundles.length; i++) {
            List<Facts.Section> together = new ArrayList<>();
            for (int count = next(); count > 0; count--) {
                together.add(sections[next()]);
            }
            bundles[i] = new Facts.Bundle(i, together);
        }
        int students = next();
        int weekdays = week.ground.weekdays;
        for (int i = 0; i < students; i++) {
            StudentDays days = new StudentDays();
            days.id = i;
            days.advisory = next();
            int site = next();
            days.student = new Facts.Student(i, days.advisory, site, week.ground.minutes[next()],
                    next() == 1, next(), week.ground.slotsOf[site], bitsOf(weekdays));
            days.minutes = next();
            days.ownSlots = new ArrayList<>();
            for (Facts.SiteSlot[] slots : week.ground.slotsOf[site]) {
                days.ownSlots.addAll(Arrays.asList(slots));
            }
            Facts.Option[] options = new Facts.Option[next()];
            for (int number = 0; number < options.length; number++) {
                options[number] = option(number, mentors, places, runs);
            }
            days.options = Arrays.asList(options);
            days.before = had(days.options);
            days.option = days.before;
            days.pinned = next() == 1;
            week.days.add(days);
            for (int count = next(); count > 0; count--) {
                week.seats.add(seat(week.seats.size(), days.student, bundles));
            }
        }
    }

    private Facts.Option option(int number, Facts.Mentor[] mentors, Facts.SiteDay[] places,
            Facts.Run[] runs) throws IOException {
        int missing = next();
        int cost = next();
        Facts.Out[] outs = new Facts.Out[next()];
        for (int i = 0; i < outs.length; i++) {
            Facts.Mentor mentor = mentors[next()];
            int site = next();
            int day = next();
            List<Facts.SiteDay> inside = new ArrayList<>();
            for (int count = next(); count > 0; count--) {
                inside.add(places[next()]);
            }
            List<Facts.Ride> rides = new ArrayList<>();
            for (int count = next(); count > 0; count--) {
                rides.add(new Facts.Ride(runs[next()], next(), next()));
            }
            outs[i] = new Facts.Out(mentor, site, day, inside, rides);
        }
        return new Facts.Option(number, missing, cost, Arrays.asList(outs));
    }

    private Seat seat(int id, Facts.Student student, Facts.Bundle[] bundles) throws IOException {
        Seat seat = new Seat();
        seat.id = id;
        seat.student = student;
        seat.must = next() == 1;
        seat.points = next();
        seat.bundles = new ArrayList<>();
        for (int count = next(); count > 0; count--) {
            seat.bundles.add(bundles[next()]);
        }
        seat.before = had(seat.bundles);
        seat.bundle = seat.before;
        seat.pinned = next() == 1;
        seat.repaired = repairs;
        return seat;
    }
}
