package org.reason4j.reward.unsupervised.vote;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;

/**
 * Asks a text model whether one text implies the other, and the other way round: both must be answered with Yes. The second
 * question is not asked where the first is answered with No.
 *
 * <p>Metric: {@code empo/calls}, the number of questions of the step.
 *
 * @see <a href="https://arxiv.org/abs/2302.09664">Semantic uncertainty: bidirectional entailment</a>
 */
final class JudgeLikeness implements Likeness {

    private static final int LONGEST = 16;

    private final EmpoConfig config;
    private final TextModels models;
    private final Metrics metrics;

    JudgeLikeness(EmpoConfig config, TextModels models, Metrics metrics) {
        this.config = config;
        this.models = models;
        this.metrics = metrics;
    }

    /** A verdict that is neither Yes nor No. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    @Override
    public boolean same(String question, String one, String other) throws Exception {
        return implies(question, one, other) && implies(question, other, one);
    }

    private boolean implies(String question, String first, String second) throws Exception {
        metrics.add("empo/calls", 1);
        String asked = filled(config.question(), question, first, second);
        String reply = models.get(config.model())
                .complete(TextModel.Request.of(List.of(Message.user(asked)), SamplingParams.greedy(LONGEST), 1))
                .text();
        return verdict(reply)
                .orElseThrow(() -> new Unreadable("the text model '" + config.model()
                        + "' answered neither Yes nor No, but '" + reply.strip() + "'"));
    }

    /** Fills all places at once, so that no text is taken for a place. */
    private static String filled(String template, String question, String first, String second) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            if (template.startsWith("{question}", at)) {
                text.append(question);
                at += "{question}".length();
            } else if (template.startsWith("{first}", at)) {
                text.append(first);
                at += "{first}".length();
            } else if (template.startsWith("{second}", at)) {
                text.append(second);
                at += "{second}".length();
            } else {
                text.append(template.charAt(at++));
            }
        }
        return text.toString();
    }

    /** The first word of a reply, if it is yes or no. */
    static Optional<Boolean> verdict(String reply) {
        String[] words = reply.strip().toLowerCase(Locale.ROOT).split("[^a-z]+", 3);
        String word = words.length > 1 && words[0].isEmpty() ? words[1] : words[0];
        return switch (word) {
            case "yes" -> Optional.of(true);
            case "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
