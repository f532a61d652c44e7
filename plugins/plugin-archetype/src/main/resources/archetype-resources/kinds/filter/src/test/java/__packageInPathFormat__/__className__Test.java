package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
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
    void aGroupIsKeptFromThatSpreadOn() {
        assertEquals(true, keeps(0.5, 1, 0.75, 0.5)); // 1 - 0.5 = 0.5
        assertEquals(false, keeps(0.75, 1, 0.75, 0.5));
    }

    @Test
    void equalRewardsHaveNoSpread() {
        assertEquals(false, keeps(${className}Config.DEFAULTS.spread(), 1, 1, 1));
        assertEquals(false, keeps(${className}Config.DEFAULTS.spread(), 1));
    }

    @Test
    void aNegativeSpreadIsRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config(-1));
    }

    private static boolean keeps(double spread, double... rewards) {
        List<ScoredTrajectory> responses = IntStream.range(0, rewards.length)
                .mapToObj(i -> ScoredTrajectory.of(
                        Trajectory.sampled(PROMPT, i, new int[] {2}, "x", Finish.STOP, 0, SamplingParams.of(64)),
                        rewards[i]))
                .toList();
        return new ${className}(new ${className}Config(spread))
                .filter(ScoredGroup.of(PROMPT, responses))
                .isPresent();
    }
}
