package org.reason4j.sampler.dynamic;

import java.util.List;
import java.util.OptionalDouble;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;

/**
 * Screens prompts before it spends rollouts on them: each gets {@code screening} responses, and those of which some but not all are
 * right, {@code above < pass rate < below}, get the rest of {@code rollout.groupSize}. The first responses stay in the group.
 *
 * <p>The reward that measures decides what is right. Other prompts keep the group of their first responses, for curricula and
 * metrics; {@code dynamic-sampling} leaves such a group out, and with {@code rollout.maxBatches} further prompts are screened for
 * it. A prompt none of whose first responses can be judged gets no more.
 *
 * <p>Metrics: {@code speed/too_hard}, {@code speed/too_easy} and {@code speed/unjudged}, the numbers of prompts in a step that get no
 * more; {@code speed/continued}, the share of prompts that do.
 *
 * @see <a href="https://arxiv.org/abs/2506.09016">SPEED: selective prompting, algorithm 1</a>
 */
public final class Speed implements Sampler {

    private final SpeedConfig config;
    private final Measure measure;
    private final Metrics metrics;

    public Speed(SpeedConfig config, Measure measure, Metrics metrics) {
        this.config = config;
        this.measure = measure;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(config.screening() + 1);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        Screening screening = Screening.of(step, Math.min(config.screening(), step.groupSize()));
        List<OptionalDouble> rates = screening.passRates(measure, config.threshold());
        int[] further = new int[rates.size()];
        for (int p = 0; p < further.length; p++) {
            further[p] = continues(rates.get(p), config) ? Math.max(0, step.groupSize() - config.screening()) : 0;
            report(rates.get(p), further[p] > 0);
        }
        screening.write(further);
        return screening.groups();
    }

    /** True if a prompt with this share of right responses gets more: {@code above < rate < below}. */
    static boolean continues(OptionalDouble rate, SpeedConfig config) {
        return rate.isPresent() && rate.getAsDouble() > config.above() && rate.getAsDouble() < config.below();
    }

    private void report(OptionalDouble rate, boolean continued) {
        boolean hard = rate.isPresent() && rate.getAsDouble() <= config.above();
        metrics.add("speed/too_hard", hard ? 1 : 0);
        metrics.add("speed/too_easy", rate.isPresent() && !continued && !hard ? 1 : 0);
        metrics.add("speed/unjudged", rate.isEmpty() ? 1 : 0);
        metrics.mean("speed/continued", continued ? 1 : 0);
    }
}
