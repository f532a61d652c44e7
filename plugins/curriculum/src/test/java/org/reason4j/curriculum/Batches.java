package org.reason4j.curriculum;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.Stateful;

/** Batches of a small dataset, and what became of them. */
final class Batches {

    private Batches() {}

    private record Batch(int number, List<Example> pool, int size) implements PromptBatch {

        @Override
        public long seed() {
            return 5;
        }

        @Override
        public Optional<Example> example(String id) {
            return pool.stream().filter(one -> one.id().equals(id)).findFirst();
        }

        @Override
        public List<Example> inOrder() {
            throw new UnsupportedOperationException("a curriculum has an order of its own");
        }
    }

    /** Examples p0, p1 and so on, with these values of a field. */
    static List<Example> pool(String field, Object... values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> Example.of("p" + i, List.of()).withFields(Map.of(field, values[i])))
                .toList();
    }

    static List<Example> choose(Curriculum curriculum, int number, List<Example> pool, int size) {
        return curriculum.choose(new Batch(number, pool, size));
    }

    static List<String> ids(List<Example> examples) {
        return examples.stream().map(Example::id).toList();
    }

    static ScoredGroup group(String id, double... rewards) {
        Prompt prompt = Prompt.of(id, List.of(), new int[] {1});
        List<ScoredTrajectory> all = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            Trajectory one = Trajectory.sampled(prompt, i, new int[1], "", Finish.STOP, 0, SamplingParams.of(8));
            all.add(ScoredTrajectory.of(one, rewards[i]));
        }
        return ScoredGroup.of(prompt, all);
    }

    /** So many correct responses and wrong ones. */
    static ScoredGroup group(String id, int correct, int wrong) {
        double[] rewards = new double[correct + wrong];
        Arrays.fill(rewards, 0, correct, 1);
        return group(id, rewards);
    }

    /** Restores a curriculum from the state of another, after a trip through JSON. */
    static void restore(Stateful from, Stateful to) throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        to.restore(json.readValue(json.writeValueAsString(from.state()), new TypeReference<Map<String, Object>>() {}));
    }
}
