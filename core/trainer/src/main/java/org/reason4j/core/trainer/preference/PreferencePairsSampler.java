package org.reason4j.core.trainer.preference;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;

/**
 * Pairs that the examples bring along in the fields {@code chosen} and {@code rejected}, in place of responses of the policy: the
 * sampler named {@code preference-pairs}. Nothing is sampled.
 */
public final class PreferencePairsSampler implements Sampler {

    /** No settings. */
    public record Config() {
        public static final Config DEFAULTS = new Config();
    }

    private final Tokenizer tokenizer;

    /** Made by core, from the sampler's settings. */
    public PreferencePairsSampler(Config config, Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(GivenResponses.CHOSEN, GivenResponses.REJECTED)
                .attaching(GivenResponses.LABEL)
                .withDemonstrations();
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        GivenResponses responses = new GivenResponses(tokenizer);
        List<Group> groups = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            try {
                groups.add(Group.of(prompt, responses.pair(prompt)));
            } catch (ConfigException e) {
                throw new ConfigException(
                        "Example '" + prompt.id() + "' of data.train is no pair of responses: " + e.getMessage(), e);
            }
        }
        return groups;
    }
}
