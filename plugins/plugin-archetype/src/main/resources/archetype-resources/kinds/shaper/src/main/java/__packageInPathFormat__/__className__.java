package ${package};

import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.reward.RewardShaper;

/** {@code r - penalty} where the length limit ended the response, else {@code r}. */
public record ${className}(${className}Config config) implements RewardShaper {

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream().map(group -> group.mapAll(this::shaped)).toList();
    }

    private ScoredTrajectory shaped(ScoredTrajectory response) {
        return response.trajectory().finish() == Finish.LENGTH
                ? response.withOutcome(response.outcome() - config.penalty())
                : response;
    }
}
