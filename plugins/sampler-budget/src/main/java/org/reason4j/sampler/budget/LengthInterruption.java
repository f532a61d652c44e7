package org.reason4j.sampler.budget;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;

/**
 * Independent responses whose thinking is interrupted: each has a budget of tokens, drawn uniformly from {@code
 * minThinkingTokens} to {@code maxThinkingTokens} by the run's seed. A response that has not ended by then gets the phrase,
 * whose tokens are not learned and have no log-probability of the sampler, and goes on with {@code answerTokens} more. One that
 * has ended its thinking goes on without the phrase.
 *
 * <p>{@code rollout.maxTokens} must have room for the longest response. Keys and values of thinking are kept for the answer, in
 * {@code rollout.cacheTokens}: room for {@code rollout.batchSize} budgets lets all of them be written at the same time.
 *
 * <p>Metrics: {@code interruption/ratio}, the share of responses that were interrupted; {@code interruption/budget}, the mean
 * budget.
 *
 * @see <a href="https://arxiv.org/abs/2510.13786">ScaleRL, appendix A: forced interruptions</a>
 */
public final class LengthInterruption implements Sampler {

    private static final long BUDGETS = 0x6275646765740001L; // of all keys that a component may draw by

    private final LengthInterruptionConfig config;
    private final int[] phrase;
    private final long seed;
    private final Metrics metrics;

    /** Created by core, from the sampler's settings. */
    public LengthInterruption(
            LengthInterruptionConfig config,
            Tokenizer tokenizer,
            RolloutSettings rollout,
            RunInfo run,
            Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        phrase = tokenizer.encode(config.phrase());
        seed = run.seed();
        long longest = (long) config.maxThinkingTokens() + phrase.length + config.answerTokens();
        check(
                rollout.params().maxTokens() >= longest,
                "length-interruption writes up to maxThinkingTokens + the phrase + answerTokens = %s + %s + %s = %s tokens,"
                        + " but rollout.maxTokens is %s. Set it to at least %s, or lower the budgets.",
                config.maxThinkingTokens(),
                phrase.length,
                config.answerTokens(),
                longest,
                rollout.params().maxTokens(),
                longest);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        List<InterruptedResponse> plans = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            for (int sample = 0; sample < step.groupSize(); sample++) {
                int longest = step.params().maxTokens();
                int budget = Math.min(budget(step.number(), prompt, sample), longest);
                metrics.mean("interruption/budget", budget);
                plans.add(new InterruptedResponse(
                        RolloutRequest.of(prompt, sample, step.params().withMaxTokens(budget)),
                        phrase,
                        config.closing(),
                        config.answerTokens(),
                        longest));
            }
        }
        List<List<Trajectory>> written = step.rollouts().generatePlans(plans);
        plans.forEach(plan -> metrics.mean("interruption/ratio", plan.isInterrupted() ? 1 : 0));
        return groups(step, written);
    }

    private static List<Group> groups(SamplingStep step, List<List<Trajectory>> written) {
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < step.prompts().size(); i++) {
            List<Trajectory> responses = written.subList(i * step.groupSize(), (i + 1) * step.groupSize()).stream()
                    .map(rounds -> rounds.get(rounds.size() - 1).withParams(step.params()))
                    .toList();
            groups.add(Group.of(step.prompts().get(i), responses));
        }
        return groups;
    }

    private int budget(int step, Prompt prompt, int sample) {
        long key = SplitMix64.extend(SplitMix64.key(seed, BUDGETS, step), prompt.id());
        long choices = (long) config.maxThinkingTokens() - config.minThinkingTokens() + 1;
        return config.minThinkingTokens() + (int) SplitMix64.below(SplitMix64.number(key, sample), choices);
    }
}
