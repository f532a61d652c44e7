package org.reason4j.reward.dense.process;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.model.Tokenizer;

/** The tokens of a good and of a bad step. */
record Verdicts(int positive, int negative) {

    /** Reads both from the settings; each is one token. */
    static Verdicts of(PrmConfig config, Tokenizer tokenizer) {
        return new Verdicts(
                token("positive", config.positive(), tokenizer), token("negative", config.negative(), tokenizer));
    }

    private static int token(String setting, String text, Tokenizer tokenizer) {
        int[] tokens = tokenizer.encode(text);
        check(
                tokens.length == 1,
                "prm-step.%s must be one token of the policy's vocabulary, got '%s', which is %s tokens",
                setting,
                text,
                tokens.length);
        return tokens[0];
    }
}
