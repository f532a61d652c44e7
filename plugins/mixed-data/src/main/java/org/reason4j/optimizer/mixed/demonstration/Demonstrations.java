package org.reason4j.optimizer.mixed.demonstration;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;

/**
 * Independent responses, and the example's own {@code response} among them: a demonstration, which the rewards judge like the
 * others.
 *
 * <p>A demonstration that is longer than {@code rollout.maxTokens} with the token that ends it is left out; its group has
 * {@code G} responses of the policy.
 *
 * <p>Metric: {@code demonstrations/used}, the share of groups that have one.
 *
 * @see <a href="https://arxiv.org/abs/2504.14945">LUFFY, section 3.1: mixed-policy groups</a>
 */
public final class Demonstrations implements Sampler {

    /**
     * Settings of the demonstrations.
     *
     * @param beside true to add the demonstration to the {@code G} responses, false to let it stand for one of them
     * @param required true to refuse an example without a response; false to sample {@code G} responses to it
     */
    public record Config(boolean beside, boolean required) {

        /** One of the group's responses is the demonstration, as in LUFFY. */
        public static final Config DEFAULTS = new Config(false, true);
    }

    private final Config config;
    private final Tokenizer tokenizer;
    private final Metrics metrics;

    public Demonstrations(Config config, Tokenizer tokenizer, Metrics metrics) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.withDemonstrations();
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        List<Optional<Trajectory>> demonstrations = new ArrayList<>();
        List<RolloutRequest> requests = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            Optional<Trajectory> shown = demonstration(prompt, step);
            demonstrations.add(shown);
            for (int sample = 0; sample < sampled(shown, step); sample++) {
                requests.add(RolloutRequest.of(prompt, sample, step.params()));
            }
        }
        List<Trajectory> written = step.rollouts().generate(requests);
        List<Group> groups = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < step.prompts().size(); i++) {
            Optional<Trajectory> shown = demonstrations.get(i);
            int own = sampled(shown, step);
            List<Trajectory> members = new ArrayList<>(written.subList(next, next + own));
            shown.ifPresent(members::add);
            groups.add(Group.of(step.prompts().get(i), members));
            metrics.mean("demonstrations/used", shown.isPresent() ? 1 : 0);
            next += own;
        }
        return groups;
    }

    private int sampled(Optional<Trajectory> shown, SamplingStep step) {
        return shown.isPresent() && !config.beside() ? step.groupSize() - 1 : step.groupSize();
    }

    private Optional<Trajectory> demonstration(Prompt prompt, SamplingStep step) {
        check(
                prompt.response().isPresent() || !config.required(),
                "The sampler 'demonstrations' shows the policy each example's response, but example '%s' has none. Name the"
                        + " field that holds it under data.train, or set required to false for a dataset of which some"
                        + " examples have one.",
                prompt.id());
        int sample = config.beside() ? step.groupSize() : step.groupSize() - 1;
        return prompt.response()
                .map(text -> Trajectory.demonstration(prompt, sample, tokens(text), text))
                .filter(one -> one.length() <= step.params().maxTokens());
    }

    /** A text with the token that ends a response, as in supervised training. */
    private int[] tokens(String text) {
        List<Integer> ends = tokenizer.endOfSequence();
        check(
                !ends.isEmpty(),
                "The model has no end-of-sequence token, so a demonstration can't show where a response ends. Set"
                        + " eos_token_id in its config.json.");
        int[] tokens = tokenizer.encode(text);
        int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
        ended[tokens.length] = ends.get(0);
        return ended;
    }
}
