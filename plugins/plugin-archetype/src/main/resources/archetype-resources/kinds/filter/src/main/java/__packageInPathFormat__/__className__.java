package ${package};

import java.util.DoubleSummaryStatistics;
import java.util.Optional;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.sampler.GroupFilter;

/** Keeps groups with {@code max(r) - min(r) >= spread}: where all responses are equally good, there is nothing to compare. */
public record ${className}(${className}Config config) implements GroupFilter {

    @Override
    public Optional<ScoredGroup> filter(ScoredGroup group) {
        DoubleSummaryStatistics rewards =
                group.trajectories().stream().mapToDouble(ScoredTrajectory::reward).summaryStatistics();
        return Optional.of(group).filter(any -> rewards.getMax() - rewards.getMin() >= config.spread());
    }
}
