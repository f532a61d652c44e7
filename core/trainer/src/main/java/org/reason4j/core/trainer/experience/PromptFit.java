package org.reason4j.core.trainer.experience;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.trainer.components.Datasets;
import org.reason4j.core.trainer.components.ProblemList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds examples that the policy can't be asked about before the first token is sampled: a prompt without tokens, or one that
 * leaves too few of the model's positions for a response.
 */
public final class PromptFit {

    private static final Logger LOG = LoggerFactory.getLogger(PromptFit.class);
    private static final int LISTED = 10;

    private final Tokenizer tokenizer;
    private final Optional<String> system;
    private final ModelConfig config;
    private final int maxTokens;
    private final String setting;

    /**
     * Prepares to look at examples.
     *
     * @param system system message of conversations that have none
     * @param maxTokens longest response
     * @param setting where the user sets that, for messages
     */
    public PromptFit(Tokenizer tokenizer, Optional<String> system, ModelConfig config, int maxTokens, String setting) {
        this.tokenizer = tokenizer;
        this.system = system;
        this.config = config;
        this.maxTokens = maxTokens;
        this.setting = setting;
    }

    /**
     * Returns the datasets of a run with the examples that fit: those of training where the run samples responses to them, and
     * held-out problems where it measures with them.
     *
     * @param system the recipe's system message, filled in
     * @param problems takes those that list examples that don't fit
     */
    public static Datasets fitting(
            Datasets data,
            Recipe recipe,
            Tokenizer tokenizer,
            Optional<String> system,
            ModelConfig config,
            ProblemList problems) {
        if (recipe.preference().isPresent()) {
            return data; // pairs are compared; nothing is sampled
        }
        PromptFit fit =
                new PromptFit(tokenizer, system, config, recipe.rollout().maxTokens(), "rollout.maxTokens");
        boolean skips = recipe.data().skipsUnfit();
        return new Datasets(
                recipe.training().steps() > 0
                        ? problems.collect(() -> fit.fitting("data.train", data.train(), skips), data.train())
                        : data.train(),
                problems.collect(() -> fit.fitting("data.evaluation", data.evaluation(), skips), data.evaluation()),
                data.demonstrations());
    }

    /**
     * Returns the examples that fit, in their order.
     *
     * @param where the dataset, for messages
     * @param skips true to leave out others, with a warning that counts them; false to refuse them
     * @throws ConfigException that lists examples that don't fit; also if none does
     */
    public List<Example> fitting(String where, List<Example> examples, boolean skips) {
        List<Example> fitting = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Example example : examples) {
            Optional<String> reason = reasonAgainst(example);
            reason.ifPresentOrElse(reasons::add, () -> fitting.add(example));
        }
        if (reasons.isEmpty()) {
            return examples;
        }
        String found = where + ": " + reasons.size() + " of " + examples.size() + " examples can't be asked: "
                + String.join("; ", reasons.subList(0, Math.min(LISTED, reasons.size())))
                + (reasons.size() > LISTED ? "; and " + (reasons.size() - LISTED) + " more." : ".");
        if (!skips || fitting.isEmpty()) {
            throw new ConfigException(found + " Correct or leave out these examples, lower " + setting
                    + " where prompts are long, or set data.unfit to skip.");
        }
        LOG.warn("{} They are left out.", found);
        return fitting;
    }

    private Optional<String> reasonAgainst(Example example) {
        int length = PromptPool.render(example, tokenizer, system).length();
        if (length == 0) {
            return Optional.of("example '" + example.id() + "' has no tokens");
        }
        if (length + maxTokens > config.maxPositions()) {
            return Optional.of("example '" + example.id() + "' has " + length + " tokens and its response up to "
                    + maxTokens + ", but " + config.source() + " has positions for " + config.maxPositions()
                    + " (max_position_embeddings)");
        }
        return Optional.empty();
    }
}
