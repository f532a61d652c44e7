package org.reason4j.core.trainer.run;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.trainer.experience.PromptPool;
import org.reason4j.core.trainer.preference.GivenResponses;

/**
 * Pairs of {@link GivenResponses}, of which one was preferred, for a model that scores each at the end of its sequence.
 *
 * @param examples with those fields
 * @param given reads them
 * @param system system message of conversations that have none
 */
record PreferencePairs(List<Example> examples, GivenResponses given, Optional<String> system) {

    /**
     * Checks every example.
     *
     * @param section of the recipe that they come from, for messages
     * @throws ConfigException if one of them is no pair
     */
    static PreferencePairs of(List<Example> examples, Tokenizer tokenizer, Optional<String> system, String section) {
        PreferencePairs pairs = new PreferencePairs(List.copyOf(examples), new GivenResponses(tokenizer), system);
        for (Example example : examples) {
            try {
                pairs.responses(example);
            } catch (ConfigException e) {
                throw new ConfigException(
                        "Example '" + example.id() + "' of " + section + " is no pair of responses: " + e.getMessage(),
                        e);
            }
        }
        return pairs;
    }

    /** The conversations as prompts, without responses. */
    List<Prompt> prompts() {
        return examples.stream().map(this::prompt).toList();
    }

    /** The pair of an example, as credits: the chosen response first. */
    List<Credit> pair(int number, Example example) {
        List<Trajectory> pair = responses(example);
        return Credit.pair(number, scoredAtItsEnd(pair.get(0)), scoredAtItsEnd(pair.get(1)));
    }

    private List<Trajectory> responses(Example example) {
        return given.pair(prompt(example));
    }

    private Prompt prompt(Example example) {
        return PromptPool.render(example, given.tokenizer(), system);
    }

    private static Trajectory scoredAtItsEnd(Trajectory response) {
        boolean[] scored = new boolean[response.length()];
        scored[scored.length - 1] = true;
        return response.withLearned(scored);
    }
}
