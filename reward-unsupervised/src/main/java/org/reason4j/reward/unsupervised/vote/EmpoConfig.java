package org.reason4j.reward.unsupervised.vote;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Map;

/**
 * Settings of EMPO.
 *
 * @param sameness when two responses mean the same
 * @param text what is compared; {@code ANSWER} is that of the measuring reward
 * @param gate when a prompt looks too uncertain to learn from
 * @param smallestMajority smallest share of the largest cluster that passes the gate {@code LARGEST_CLUSTER}, in [0, 1]
 * @param emptyReward reward of a response with nothing to compare, under the gate {@code LARGEST_CLUSTER}; negative in the
 *     published code
 * @param field name of the field that the measuring reward takes the right answer from; for {@code VERDICT} only
 * @param model key of the text model under {@code models} that is asked; for {@code JUDGE} only
 * @param question what it is asked, twice for a pair, with both in either place; {@code {question}} is replaced by the last
 *     message of the prompt, {@code {first}} and {@code {second}} by the texts
 * @param threshold smallest cosine of two texts that mean the same, in (0, 1]; for {@code TRIGRAMS} and {@code EMBEDDING}
 * @param embedding class of the embedding model, for {@code EMBEDDING} only: a class of langchain4j with a constructor
 *     without parameters, whose jars stand beside the plugin's
 */
public record EmpoConfig(
        Sameness sameness,
        Text text,
        Gate gate,
        double smallestMajority,
        double emptyReward,
        String field,
        String model,
        String question,
        double threshold,
        String embedding) {

    /** When two responses mean the same. */
    public enum Sameness {
        /** The measuring reward reads equal normal forms. */
        NORMAL_FORM,
        /** The measuring reward calls one right where the other is the right answer. */
        VERDICT,
        /** A text model says Yes, in both orders, when it is asked whether one implies the other. */
        JUDGE,
        /** The cosine of their counts of three successive characters reaches the threshold: spelling, not meaning. */
        TRIGRAMS,
        /** The cosine of their embeddings reaches the threshold. */
        EMBEDDING
    }

    /** What is compared. */
    public enum Text {
        /** The answer that the measuring reward reads. */
        ANSWER,
        /** The response after its last {@code </think>}, or all of it, without blanks around it. */
        RESPONSE
    }

    /** When every reward of a group is 0. */
    public enum Gate {
        /** Never. */
        NONE,
        /** Where all responses differ: the entropy of the clusters is {@code ln G}. Published for mathematics. */
        ALL_DIFFERENT,
        /** Where the largest cluster's share is below {@code smallestMajority}. Published for other questions. */
        LARGEST_CLUSTER
    }

    private static final String QUESTION =
            "Question: {question}\n\nAnswer 1: {first}\n\nAnswer 2: {second}\n\nDoes answer 1"
                    + " imply answer 2, as an answer to the question? Reply with Yes or No alone.";
    private static final String MINILM =
            "dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel";

    /** Mathematics: equal answers by the rule. */
    public static final EmpoConfig DEFAULTS = new EmpoConfig(
            Sameness.NORMAL_FORM, Text.ANSWER, Gate.ALL_DIFFERENT, 0.2, -0.5, "answer", "", QUESTION, 0.9, MINILM);

    /** Free answers, compared by spelling. */
    static final EmpoConfig SPELLING = new EmpoConfig(
            Sameness.TRIGRAMS, Text.RESPONSE, Gate.LARGEST_CLUSTER, 0.2, -0.5, "answer", "", QUESTION, 0.9, MINILM);

    /** Free answers, compared by a text model with the key {@code judge}. */
    static final EmpoConfig GENERAL = new EmpoConfig(
            Sameness.JUDGE, Text.RESPONSE, Gate.LARGEST_CLUSTER, 0.2, -0.5, "answer", "judge", QUESTION, 0.9, MINILM);

    /** Presets by their names. */
    public static final Map<String, EmpoConfig> PRESETS = Map.of("general", GENERAL, "spelling", SPELLING);

    public EmpoConfig {
        check(
                smallestMajority >= 0 && smallestMajority <= 1,
                "empo.smallestMajority must be in [0, 1], got %s",
                smallestMajority);
        check(Double.isFinite(emptyReward), "empo.emptyReward must be finite, got %s", emptyReward);
        check(!field.isBlank(), "empo.field must name a field, got '%s'", field);
        check(
                (sameness == Sameness.JUDGE) != model.isBlank(),
                "empo.sameness JUDGE and empo.model go together; got %s and model '%s'. Name a text model of models",
                sameness,
                model);
        check(
                question.contains("{first}") && question.contains("{second}"),
                "empo.question must contain {first} and {second}, got '%s'",
                question);
        check(threshold > 0 && threshold <= 1, "empo.threshold must be in (0, 1], got %s", threshold);
        check(
                (sameness != Sameness.NORMAL_FORM && sameness != Sameness.VERDICT) || text == Text.ANSWER,
                "empo.sameness %s compares answers of the measuring reward, but empo.text is %s. Set it to ANSWER",
                sameness,
                text);
    }
}
