import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.entity.PlanningPin;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import java.util.ArrayList;
import java.util.List;

/** A student's days out: one of the options that the student has alone in the school. */
@PlanningEntity
public class StudentDays {
    @PlanningId
    int id;
    @PlanningPin
    boolean pinned;
    Facts.Student student;
    int advisory;
    /** Advisory minutes the student must have in a week. */
    int minutes;
    List<Facts.Option> options;
    List<Facts.SiteSlot> ownSlots;
    @PlanningVariable(valueRangeProviderRefs = "options")
    Facts.Option option;
    /** What the student had before a change, when a week is repaired. */
    Facts.Option before;

    public StudentDays() {
    }

    @ValueRangeProvider(id = "options")
    public List<Facts.Option> getOptions() {
        return options;
    }

    int advisory() {
        return advisory;
    }

    boolean isOut(int day) {
        return option.isOut(day);
    }

    boolean isPresent(MeetingTime meeting) {
        return !isOut(meeting.placing.day()) && student.can(meeting.placing);
    }

    /** Weekdays out, each once. */
    List<Integer> daysOut() {
        List<Integer> days = new ArrayList<>();
        for (Facts.Out out : option.outs()) {
            if (!days.contains(out.day())) {
                days.add(out.day());
            }
        }
        return days;
    }

    /** Slots on campus that the student would be in, were it not for the days out. */
    List<Facts.SiteSlot> slotsAway() {
        List<Facts.SiteSlot> away = new ArrayList<>();
        for (Facts.SiteSlot slot : ownSlots) {
            if (isOut(slot.day()) && (student.blocked()[slot.day()] & slot.mask()) == 0) {
                away.add(slot);
            }
        }
        return away;
    }
}
