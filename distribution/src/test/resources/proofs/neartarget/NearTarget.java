package proofs.neartarget;

import static java.util.Comparator.comparingDouble;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.track.Metrics;

/** Chooses new prompts first, then those whose accuracy is nearest to a target; prompts that rest come last. */
record NearTarget(Config config, Accuracies accuracies, Metrics metrics) implements Curriculum {

    record Config(double target) {}

    @Override
    public List<Example> choose(PromptBatch batch) {
        List<String> resting = accuracies.takeResting();
        Comparator<Example> order = comparingDouble((Example one) -> resting.contains(one.id()) ? 1 : 0)
                .thenComparingDouble(this::distance);
        metrics.add("curriculum/resting", resting.size());
        return Stream.concat(batch.inOrder().stream(), batch.pool().stream())
                .distinct()
                .sorted(order)
                .limit(batch.size())
                .toList();
    }

    private double distance(Example example) {
        OptionalDouble accuracy = accuracies.of(example.id());
        return accuracy.isPresent() ? Math.abs(accuracy.getAsDouble() - config.target()) : -1;
    }

    @Override
    public void scored(int step, List<ScoredGroup> groups) {
        groups.forEach(group -> accuracies.observe(
                group.prompt().id(), java.util.Arrays.stream(group.rewards()).average().orElse(0)));
        metrics.mean("curriculum/known", accuracies.known());
    }
}
