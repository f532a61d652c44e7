package org.reason4j.optimizer.mixed.observation;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;

/**
 * Responses that begin with a hint, the first part of the example's own {@code response}, and that the policy finishes. Hints grow
 * shorter over the steps and end.
 *
 * <p>A response of {@code L} tokens is cut into {@code n = min(slices, L)} slices; {@code s} of them are shown to all {@code G}
 * responses to a prompt, with {@code s} binomially distributed by {@code n} and
 *
 * <pre>p(t) = low + (high - low) / 2 (1 + cos(pi t / steps)), 0 after {@code steps}</pre>
 *
 * after {@code t} steps. The hint belongs to the response that rewards read, and is not learned; the regularizer {@code uft}
 * imitates it. How many slices a prompt gets is a function of the run's seed, the step and the prompt.
 *
 * <p>Metrics: {@code uft/chance} and {@code uft/hint_tokens}, means over prompts.
 *
 * @see <a href="https://arxiv.org/abs/2505.16984">UFT, sections 3.1 and 3.2</a>
 */
public final class HintedSampler implements Sampler {

    /** 1 on tokens of a hint, else 0. */
    static final TokenStream HINT = TokenStream.of("mixed-data", "hint");

    private static final long DRAWS = 0x554654L; // keeps its draws apart from those of other components

    /**
     * Settings of the hints.
     *
     * @param low chance of a slice at the end, in [0, 1]
     * @param high chance of a slice at the beginning, in [0, 1]
     * @param steps number of steps after which there are no hints, at least 1
     * @param slices most slices of a response, at least 1
     * @param required true to refuse an example without a response; false to sample without a hint there
     */
    public record Config(double low, double high, int steps, int slices, boolean required) {

        /** The authors' run, with hints in 300 of 500 steps. */
        public static final Config DEFAULTS = new Config(0.05, 0.95, 300, 5, true);

        public Config {
            check(low >= 0 && low <= 1, "uft.low must be in [0, 1], got %s", low);
            check(high >= 0 && high <= 1, "uft.high must be in [0, 1], got %s", high);
            check(steps >= 1, "uft.steps must be at least 1, got %s", steps);
            check(slices >= 1, "uft.slices must be at least 1, got %s", slices);
        }

        /** The chance {@code p(t)} of a slice after so many steps. */
        double chance(int done) {
            return done > steps ? 0 : low + (high - low) / 2 * (1 + Math.cos(Math.PI * done / steps));
        }
    }

    private final Config config;
    private final Tokenizer tokenizer;
    private final Metrics metrics;
    private final long seed;

    public HintedSampler(Config config, Tokenizer tokenizer, RunInfo run, Metrics metrics) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.metrics = metrics;
        seed = run.seed();
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.attaching(HINT);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        double chance = config.chance(step.number() - 1);
        List<RolloutRequest> requests = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            int[] hint = hint(prompt, chance, step);
            for (int sample = 0; sample < step.groupSize(); sample++) {
                requests.add(RolloutRequest.of(prompt, sample, step.params())
                        .withPrefix(hint)
                        .withParams(step.params().withMaxTokens(step.params().maxTokens() - hint.length)));
            }
            metrics.mean("uft/chance", chance);
            metrics.mean("uft/hint_tokens", hint.length);
        }
        List<Trajectory> written = step.rollouts().generate(requests);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < step.prompts().size(); i++) {
            int first = i * step.groupSize();
            int shown = requests.get(first).prefix().length;
            groups.add(Group.of(
                    step.prompts().get(i),
                    written.subList(first, first + step.groupSize()).stream()
                            .map(one -> one.with(HINT, marks(one, shown)).withParams(step.params()))
                            .toList()));
        }
        return groups;
    }

    private static float[] marks(Trajectory one, int shown) {
        float[] marks = new float[one.length()];
        Arrays.fill(marks, 0, Math.min(shown, marks.length), 1);
        return marks;
    }

    /** The slices that a prompt gets; at least one token of the limit is left to the policy. */
    private int[] hint(Prompt prompt, double chance, SamplingStep step) {
        check(
                prompt.response().isPresent() || !config.required(),
                "The sampler 'uft' begins responses with each example's own, but example '%s' has none. Name the field that"
                        + " holds it under data.train, or set required to false for a dataset of which some examples have"
                        + " one.",
                prompt.id());
        int[] response = prompt.response().map(tokenizer::encode).orElse(new int[0]);
        int slices = Math.min(config.slices(), response.length);
        long key = SplitMix64.extend(SplitMix64.key(seed, DRAWS, step.number()), prompt.id());
        int shown = 0;
        for (int slice = 0; slice < slices; slice++) {
            shown += SplitMix64.uniform(SplitMix64.number(key, slice)) < chance ? 1 : 0;
        }
        int tokens = slices == 0 ? 0 : (int) Math.round((double) response.length * shown / slices);
        return Arrays.copyOf(response, Math.min(tokens, step.params().maxTokens() - 1));
    }
}
