package ${package};

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;

class ${className}Test {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {1});

    @Test
    void aTruncatedResponsePaysThePenalty() {
        ScoredGroup group = ScoredGroup.of(PROMPT, List.of(response(0, Finish.LENGTH, 1), response(1, Finish.STOP, 1)));

        ScoredGroup shaped = new ${className}(new ${className}Config(0.25)).shape(List.of(group)).get(0);

        assertArrayEquals(new double[] {0.75, 1}, shaped.rewards());
    }

    @Test
    void aNegativePenaltyIsRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config(-1));
    }

    private static ScoredTrajectory response(int sample, Finish finish, double reward) {
        return ScoredTrajectory.of(
                Trajectory.sampled(PROMPT, sample, new int[] {2}, "x", finish, 0, SamplingParams.of(64)), reward);
    }
}
