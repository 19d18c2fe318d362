import java.util.ArrayList;
import java.util.List;

/** Sums over a student's day, and over loads. */
final class Day {
    private Day() {
    }

    static long mask(List<Rules.Busy> busy) {
        long mask = 0;
        for (Rules.Busy one : busy) {
            mask |= one.mask();
        }
        return mask;
    }

    static boolean noLunch(Facts.Student student, int day, List<Rules.Busy> busy) {
        long mask = mask(busy);
        boolean any = false;
        for (Facts.SiteSlot slot : student.slots()[day]) {
            if (slot.lunch()) {
                any = true;
                if ((mask & slot.mask()) == 0) {
                    return false;
                }
            }
        }
        return any;
    }

    /** How often a day on campus breaks the rule: no lunch, too many slots in a row. */
    static long faults(Facts.Student student, int day, List<Rules.Busy> busy) {
        return (noLunch(student, day, busy) ? 1 : 0) + tooLong(student, day, busy);
    }

    /** Slots in a row beyond what is allowed. */
    static int tooLong(Facts.Student student, int day, List<Rules.Busy> busy) {
        long mask = mask(busy);
        int above = 0;
        int row = 0;
        for (Facts.SiteSlot slot : student.slots()[day]) {
            row = (mask & slot.mask()) == 0 ? 0 : row + 1;
            if (row > student.mostSlots()) {
                above++;
            }
        }
        return above;
    }

    /** Single free slots between two occupied ones, free lunch slots left out. */
    static int gaps(Facts.Student student, int day, List<Rules.Busy> busy) {
        long mask = mask(busy);
        int found = 0;
        int row = 0;
        boolean first = true;
        boolean occupied = false;
        for (Facts.SiteSlot slot : student.slots()[day]) {
            boolean taken = (mask & slot.mask()) != 0;
            if (slot.lunch() && !taken) {
                continue;
            }
            if (taken) {
                if (!first && !occupied && row == 1) {
                    found++;
                }
                row = 0;
                first = false;
            } else {
                row++;
            }
            occupied = taken;
        }
        return found;
    }

    static List<Facts.SiteSlot> slotsOf(Rules.Busy one) {
        List<Facts.SiteSlot> found = new ArrayList<>();
        for (Facts.SiteSlot slot : one.student().slots()[one.day()]) {
            if ((slot.mask() & one.mask()) != 0) {
                found.add(slot);
            }
        }
        return found;
    }

    /** How much loads lie above their mean, rounded up, and so much more. */
    static long aboveMean(List<Integer> loads, int among, int spare) {
        int sum = 0;
        for (int load : loads) {
            sum += load;
        }
        int mean = (sum + among - 1) / among;
        long above = 0;
        for (int load : loads) {
            above += Math.max(0, load - mean - spare);
        }
        return above;
    }

    static int spread(List<Integer> sizes) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int size : sizes) {
            least = Math.min(least, size);
            most = Math.max(most, size);
        }
        return most - least;
    }
}
