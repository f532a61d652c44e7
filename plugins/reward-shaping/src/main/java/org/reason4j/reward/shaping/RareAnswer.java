package org.reason4j.reward.shaping;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * A bonus for answers that few of the group gave: {@code R = R + bonus / sqrt(count(answer))}.
 *
 * <p>Answers are those that the recipe's measuring reward reads; a response without one gets no bonus. The count is that of
 * the group in this step, so that nothing is remembered. The greedy response of a group stays as it is.
 *
 * <p>Metric: {@code rare_answer/answers}, different answers in a group, mean over groups.
 *
 * @see <a href="https://arxiv.org/abs/2509.06941">Outcome-based exploration for LLM reasoning</a>
 */
public final class RareAnswer implements RewardShaper {

    /**
     * Settings of the bonus for rare answers.
     *
     * @param bonus reward for an answer that nobody else gave, above 0
     */
    public record Config(double bonus) {

        /** A tenth of a right answer. */
        public static final Config DEFAULTS = new Config(0.1);

        public Config {
            check(bonus > 0 && Double.isFinite(bonus), "rare-answer.bonus must be positive, got %s", bonus);
        }
    }

    private final Config config;
    private final Measure measure;
    private final Metrics metrics;

    public RareAnswer(Config config, Measure measure, Metrics metrics) {
        this.config = config;
        this.measure = measure;
        this.metrics = metrics;
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream().map(this::shape).toList();
    }

    private ScoredGroup shape(ScoredGroup group) {
        Map<String, Integer> counts = new HashMap<>();
        for (ScoredTrajectory one : group.trajectories()) {
            measure.answer(one.trajectory()).ifPresent(answer -> counts.merge(answer, 1, Integer::sum));
        }
        metrics.mean("rare_answer/answers", counts.size());
        return group.map(one -> {
            Optional<Integer> count = measure.answer(one.trajectory()).map(counts::get);
            return one.withOutcome(one.outcome() + count.map(this::bonus).orElse(0.0));
        });
    }

    private double bonus(int count) {
        return config.bonus() / Math.sqrt(count);
    }
}
