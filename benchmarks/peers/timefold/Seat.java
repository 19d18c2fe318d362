import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.entity.PlanningPin;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import java.util.List;

/** Which sections meet a student's request; none, where it is not met. */
@PlanningEntity
public class Seat {
    @PlanningId
    int id;
    @PlanningPin
    boolean pinned;
    Facts.Student student;
    boolean must;
    /** Points where it is a wish and missed. */
    int points;
    List<Facts.Bundle> bundles;
    @PlanningVariable(valueRangeProviderRefs = "bundles", allowsUnassigned = true)
    Facts.Bundle bundle;
    Facts.Bundle before;
    /** Whether the week is repaired, so that what was had counts. */
    boolean repaired;

    public Seat() {
    }

    @ValueRangeProvider(id = "bundles")
    public List<Facts.Bundle> getBundles() {
        return bundles;
    }

    Facts.Student student() {
        return student;
    }
}
