import java.util.List;

/** What is given: everything by its number in the instance, times as bits of a weekday. */
final class Facts {
    private Facts() {
    }

    /** Slots of a school site, from the first one's start to the last one's end. */
    record Placing(int site, int slot, int length, int day, int begin, int end, long mask) {
        /** Whether nobody can be at both on one day, travel between sites included. */
        boolean tooNear(Placing other, int[][] minutes) {
            if (site == other.site) {
                return (mask & other.mask) != 0;
            }
            return begin <= other.begin ? other.begin < end + minutes[site][other.site]
                    : begin < other.end + minutes[other.site][site];
        }

        boolean overlaps(int otherDay, long otherMask) {
            return day == otherDay && (mask & otherMask) != 0;
        }

        /** Weekday and minute it begins, as one number. */
        int order() {
            return day * 1440 + begin;
        }

        int orderOfEnd() {
            return day * 1440 + end;
        }
    }

    /** One slot of a school site's grid, and how many of its students must not be idle in it. */
    record SiteSlot(int site, int slot, int day, long mask, boolean lunch, int leastAway) {
    }

    record Room(int number, int seats, long[] blocked) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return number;
        }

    }

    record Workshop(int number) {
    }

    record Section(int number, Workshop workshop, int length, int sessions, int least, int most,
            boolean runs, List<Integer> after) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return number;
        }

    }

    /** Sections taken together. */
    record Bundle(int number, List<Section> sections) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return number;
        }

    }

    record Staff(int number, int kind, int mostDay, int mostWeek, long[] blocked,
            int[][] minutes) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return number;
        }

    }

    /** How many of a kind of staff there are at a school. */
    record StaffKind(int number, int people) {
    }

    record Mentor(int number, int atOnce, int inAll, int wished) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return number;
        }

    }

    /** Seats of an internship site on a weekday. */
    record SiteDay(int site, int day, int seats) {
    }

    record Run(int number, int vehicle, int day, int seats, int wheelchairPlaces, int[] minutes,
            int hoursBegin, int hoursEnd) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return number;
        }

    }

    record Ride(Run run, int on, int off) {
    }

    record Out(Mentor mentor, int site, int day, List<SiteDay> places, List<Ride> rides) {
    }

    /** A whole decision on a student's days out: priced alone in the school. */
    record Option(int number, int missing, int cost, List<Out> outs) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return number;
        }

        boolean isOut(int day) {
            for (Out out : outs) {
                if (out.day() == day) {
                    return true;
                }
            }
            return false;
        }
    }

    /** By weekday: the slots of the own site, and when the student is not available. */
    record Student(int number, int advisory, int site, int[][] minutes, boolean wheelchair,
            int mostSlots, SiteSlot[][] slots, long[] blocked) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return number;
        }

        boolean can(Placing placing) {
            return (blocked[placing.day()] & placing.mask()) == 0;
        }
    }

    record Kind(int advisory, int kind, boolean whole, int spare, int members,
            Room room) {
    }
}
