package ${package};

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;

class ${className}Test {

    @Test
    void advantagesBeyondTheBoundAreCut() {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        Trajectory response = Trajectory.sampled(
                prompt, 0, new int[] {2, 3, 4}, "abc", Finish.STOP, 0, SamplingParams.of(64));
        Credit credit = Credit.of(response, new float[] {5, -7, 1});

        Credit shaped = new ${className}(new ${className}Config(2)).shape(List.of(credit)).get(0);

        assertArrayEquals(new float[] {2, -2, 1}, shaped.advantages());
    }

    @Test
    void aBoundOfZeroIsRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config(0));
    }
}
