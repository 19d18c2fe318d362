import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.entity.PlanningPin;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import java.util.List;

/** Who leads a section, and where that person may be at which time. */
@PlanningEntity
public class SectionLead {
    @PlanningId
    int id;
    @PlanningPin
    boolean pinned;
    Facts.Section section;
    List<Facts.Staff> leads;
    @PlanningVariable(valueRangeProviderRefs = "leads")
    Facts.Staff lead;
    Facts.Staff before;

    public SectionLead() {
    }

    @ValueRangeProvider(id = "leads")
    public List<Facts.Staff> getLeads() {
        return leads;
    }

    Facts.Section section() {
        return section;
    }
}
