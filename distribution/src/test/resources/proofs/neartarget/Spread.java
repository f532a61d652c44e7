package proofs.neartarget;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Optional;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.sampler.GroupFilter;

/** Leaves out groups whose rewards lie close together, and lets their prompts rest. */
record Spread(Config config, Accuracies accuracies) implements GroupFilter {

    record Config(double least) {}

    @Override
    public Optional<ScoredGroup> filter(ScoredGroup group) {
        DoubleSummaryStatistics rewards = Arrays.stream(group.rewards()).summaryStatistics();
        if (rewards.getMax() - rewards.getMin() >= config.least()) {
            return Optional.of(group);
        }
        accuracies.rest(group.prompt().id());
        return Optional.empty();
    }
}
