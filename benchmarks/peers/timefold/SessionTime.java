import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.entity.PlanningPin;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import java.util.List;

/** When and where one session of a section is. */
@PlanningEntity
public class SessionTime {
    @PlanningId
    int id;
    @PlanningPin
    boolean pinned;
    Facts.Section section;
    List<Facts.Placing> placings;
    List<Facts.Room> rooms;
    @PlanningVariable(valueRangeProviderRefs = "sessionPlacings")
    Facts.Placing placing;
    @PlanningVariable(valueRangeProviderRefs = "sessionRooms")
    Facts.Room room;
    Facts.Placing before;

    public SessionTime() {
    }

    @ValueRangeProvider(id = "sessionPlacings")
    public List<Facts.Placing> getPlacings() {
        return placings;
    }

    @ValueRangeProvider(id = "sessionRooms")
    public List<Facts.Room> getRooms() {
        return rooms;
    }

    Facts.Section section() {
        return section;
    }

    int day() {
        return placing.day();
    }
}
