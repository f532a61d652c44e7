package org.reason4j.reward.generative.verifier;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reason4j.reward.generative.client.TokenReply;
import org.reason4j.reward.generative.judge.Unreadable;
import org.reason4j.reward.generative.verifier.GenRmConfig.Probability;

/**
 * The probability that a judge says yes.
 *
 * <p>{@code P = exp(l_yes)}, or normalised {@code exp(l_yes) / (exp(l_yes) + exp(l_no)) = sigmoid(l_yes - l_no)}.
 *
 * @see <a href="https://arxiv.org/abs/2408.15240">Generative Verifiers, equations 4 and 6</a>
 */
final class YesProbability {

    private YesProbability() {}

    /** The probability from the log-probabilities of both verdicts, of which one is finite. */
    static double of(double yes, double no, Probability probability) {
        return probability == Probability.DIRECT ? Math.exp(yes) : 1 / (1 + Math.exp(no - yes));
    }

    /**
     * The probability at the token after the marker. Tokens count for a word whatever their case and blanks, and their
     * probabilities are added. A word that is not among the alternatives has none.
     *
     * @param marker text after which the verdict stands; empty for the first token that is not blank
     * @throws Unreadable if there is not exactly one marker, or neither word is among the alternatives
     */
    static double at(List<TokenReply.Token> tokens, GenRmConfig config) throws Unreadable {
        StringBuilder text = new StringBuilder();
        tokens.forEach(token -> text.append(token.text()));
        int verdict = end(text.toString(), config.marker());
        int begin = 0;
        for (TokenReply.Token token : tokens) {
            int end = begin + token.text().length();
            if (end > verdict) {
                String head = token.text().substring(0, Math.max(0, verdict - begin));
                String rest = token.text().substring(head.length());
                if (!rest.isBlank()) {
                    return among(token.logprobs(), head, config, text.toString());
                }
            }
            begin = end;
        }
        throw new Unreadable("no token after the marker of the verdict", text.toString());
    }

    /** Index of the end of the only marker. */
    static int end(String text, String marker) throws Unreadable {
        int at = text.indexOf(marker);
        if (!marker.isEmpty() && (at < 0 || at != text.lastIndexOf(marker))) {
            throw new Unreadable("not exactly one '" + marker + "' before the verdict", text);
        }
        return at + marker.length();
    }

    private static double among(Map<String, Double> logprobs, String head, GenRmConfig config, String reply)
            throws Unreadable {
        double yes = 0;
        double no = 0;
        for (Map.Entry<String, Double> entry : logprobs.entrySet()) {
            if (entry.getKey().startsWith(head)) {
                String word = word(entry.getKey().substring(head.length()));
                yes += word.equals(word(config.positive())) ? Math.exp(entry.getValue()) : 0;
                no += word.equals(word(config.negative())) ? Math.exp(entry.getValue()) : 0;
            }
        }
        if (yes == 0 && no == 0) {
            throw new Unreadable(
                    "neither '" + config.positive() + "' nor '" + config.negative()
                            + "' is among the likeliest verdicts",
                    reply);
        }
        return of(Math.log(yes), Math.log(no), config.probability());
    }

    private static String word(String token) {
        return token.strip().toLowerCase(Locale.ROOT);
    }
}
