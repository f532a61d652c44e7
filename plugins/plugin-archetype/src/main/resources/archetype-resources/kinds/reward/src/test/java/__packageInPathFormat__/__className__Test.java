package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;

class ${className}Test {

    @Test
    void aResponseWithinTheLimitEarnsOne() {
        assertEquals(Score.of(1), score(4, "one two three four"));
        assertEquals(Score.of(1), score(4, ""));
    }

    @Test
    void aResponseOfTwiceTheLimitEarnsHalf() {
        assertEquals(Score.of(0.5), score(2, "one two three four")); // 2 / 4
    }

    @Test
    void aLimitOfZeroIsRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config(0));
    }

    private static Score score(int maxWords, String response) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        Trajectory trajectory =
                Trajectory.sampled(prompt, 0, new int[] {2}, response, Finish.STOP, 0, SamplingParams.of(64));
        return new ${className}(new ${className}Config(maxWords))
                .score(Group.of(prompt, List.of(trajectory)))
                .get(0);
    }
}
