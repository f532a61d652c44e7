package org.reason4j.core.trainer.preference;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;

/**
 * Single responses that the examples bring along, with a label that says whether they are good, in place of responses of the policy:
 * the sampler named {@code labelled-responses}. Nothing is sampled.
 *
 * <p>The response is the example's text to imitate, the label the field {@code label}: {@code true} or 1 for a good one, {@code false},
 * 0 or -1 for a bad one.
 */
public final class LabelledResponsesSampler implements Sampler {

    private static final String FIELD = "label";

    private static final Map<String, Boolean> LABELS = Map.of(
            "true", true, "1", true, "1.0", true, "false", false, "0", false, "0.0", false, "-1", false, "-1.0", false);

    /** No settings. */
    public record Config() {
        public static final Config DEFAULTS = new Config();
    }

    private final Tokenizer tokenizer;

    /** Made by core, from the sampler's settings. */
    public LabelledResponsesSampler(Config config, Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(FIELD).attaching(GivenResponses.LABEL).withDemonstrations();
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        GivenResponses responses = new GivenResponses(tokenizer);
        List<Group> groups = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            groups.add(Group.of(prompt, List.of(responses.labelled(prompt, response(prompt), label(prompt)))));
        }
        return groups;
    }

    private static String response(Prompt prompt) {
        Optional<String> response = prompt.response();
        check(
                response.isPresent(),
                "Example '%s' of data.train has no response, which the sampler 'labelled-responses' takes in place of one of the"
                        + " policy's; its other fields are %s. Name the dataset's field under 'response' in its reader's config.",
                prompt.id(),
                prompt.fields().keySet());
        return response.orElseThrow();
    }

    private static boolean label(Prompt prompt) {
        String value = prompt.field(FIELD).orElse("null");
        @Nullable Boolean label = LABELS.get(value);
        check(
                label != null,
                "Example '%s' of data.train has the label %s, expected true or 1 for a good response, false, 0 or -1 for a bad"
                        + " one.",
                prompt.id(),
                value);
        return Boolean.TRUE.equals(label);
    }
}
