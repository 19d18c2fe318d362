import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.ProblemFactProperty;
import ai.timefold.solver.core.api.score.buildin.hardmediumsoftlong.HardMediumSoftLongScore;
import java.util.ArrayList;
import java.util.List;

/** A school's week: all that is decided. */
@PlanningSolution
public class Week {
    @PlanningEntityCollectionProperty
    List<StudentDays> days = new ArrayList<>();
    @PlanningEntityCollectionProperty
    List<MeetingTime> meetings = new ArrayList<>();
    @PlanningEntityCollectionProperty
    List<SessionTime> sessions = new ArrayList<>();
    @PlanningEntityCollectionProperty
    List<SectionLead> leads = new ArrayList<>();
    @PlanningEntityCollectionProperty
    List<Seat> seats = new ArrayList<>();
    @ProblemFactCollectionProperty
    List<Facts.SiteSlot> slots = new ArrayList<>();
    @ProblemFactCollectionProperty
    List<Facts.StaffKind> kinds = new ArrayList<>();
    @ProblemFactCollectionProperty
    List<Facts.Section> sections = new ArrayList<>();
    @ProblemFactProperty
    Ground ground;
    @PlanningScore
    HardMediumSoftLongScore score;

    public Week() {
    }
}
