package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.ConfigException;

class ${className}Test {

    private static final List<Example> POOL = List.of(example("a"), example("b"), example("c"));

    private final ${className} curriculum = new ${className}(${className}Config.DEFAULTS);

    @Test
    void anExampleThatIsMasteredMakesRoomForAnother() {
        assertEquals(List.of("a", "b"), chosen());

        curriculum.scored(1, List.of(group("a", 1, 1), group("b", 1, 0))); // means 1 and 0.5

        assertEquals(List.of("b", "c"), chosen());
    }

    @Test
    void anExampleThatFailsAgainComesBack() {
        curriculum.scored(1, List.of(group("a", 1, 1)));
        curriculum.scored(2, List.of(group("a", 1, 0)));

        assertEquals(List.of("a", "b"), chosen());
    }

    @Test
    void whereAllAreMasteredTheOrderStands() {
        curriculum.scored(1, List.of(group("a", 1), group("b", 1), group("c", 1)));

        assertEquals(List.of("a", "b"), chosen());
    }

    @Test
    void whatIsMasteredSurvivesARestart() {
        curriculum.scored(1, List.of(group("a", 1)));
        ${className} resumed = new ${className}(${className}Config.DEFAULTS);
        resumed.restore(curriculum.state());

        assertEquals(curriculum.state(), resumed.state());
    }

    @Test
    void aThresholdThatIsNoNumberIsRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config(Double.NaN));
    }

    private List<String> chosen() {
        return curriculum.choose(new FirstTwo()).stream().map(Example::id).toList();
    }

    private static Example example(String id) {
        return Example.of(id, List.of(Message.user(id)));
    }

    private static ScoredGroup group(String id, double... rewards) {
        Prompt prompt = Prompt.of(id, List.of(), new int[] {1});
        List<ScoredTrajectory> responses = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            responses.add(ScoredTrajectory.of(
                    Trajectory.sampled(prompt, i, new int[] {2}, "x", Finish.STOP, 0, SamplingParams.of(64)),
                    rewards[i]));
        }
        return ScoredGroup.of(prompt, responses);
    }

    /** A batch of two, whose turn it is in the order of the pool. */
    private record FirstTwo() implements PromptBatch {

        @Override
        public int number() {
            return 1;
        }

        @Override
        public int size() {
            return 2;
        }

        @Override
        public long seed() {
            return 1;
        }

        @Override
        public List<Example> pool() {
            return POOL;
        }

        @Override
        public Optional<Example> example(String id) {
            return POOL.stream().filter(one -> one.id().equals(id)).findFirst();
        }

        @Override
        public List<Example> inOrder() {
            return POOL.subList(0, 2);
        }
    }
}
