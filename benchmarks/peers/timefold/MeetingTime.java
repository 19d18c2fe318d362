import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.entity.PlanningPin;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import java.util.List;

/** When one of an advisory's meetings is. */
@PlanningEntity
public class MeetingTime {
    @PlanningId
    int id;
    @PlanningPin
    boolean pinned;
    Facts.Kind kind;
    Facts.Staff advisor;
    List<Facts.Placing> placings;
    @PlanningVariable(valueRangeProviderRefs = "meetingPlacings")
    Facts.Placing placing;
    Facts.Placing before;

    public MeetingTime() {
    }

    @ValueRangeProvider(id = "meetingPlacings")
    public List<Facts.Placing> getPlacings() {
        return placings;
    }

    int advisory() {
        return kind.advisory();
    }

    int day() {
        return placing.day();
    }
}
