package org.reason4j.reward.generative.verifier;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;
import org.reason4j.reward.generative.client.OpenAiConfig;
import org.reason4j.reward.generative.judge.Asking;

/**
 * Settings of the probability of yes.
 *
 * @param scorer the model that gives probabilities
 * @param path Hugging Face directory with the policy's vocabulary, where {@code scorer} is {@code DIRECTORY}
 * @param server where {@code scorer} is {@code SERVER}
 * @param model key of the text model that writes rationales, under the recipe's {@code models}; unused with {@code SERVER}
 *     and without a marker
 * @param probability how the probability is read
 * @param judgments number of rationales of a response, each with another seed, at least 1; the reward is their mean
 * @param marker text of a rationale after which the verdict stands; empty where the verdict is the whole answer
 * @param positive verdict that means yes
 * @param negative verdict that means no
 * @param unreadable value of a response with a rationale that cannot be read; none for an unscorable response
 * @param template question to the judge; empty for the usual one. {@code {{question}}}, {@code {{response}}}, {@code
 *     {{fence}}} and {@code {{field.NAME}}} are replaced
 * @param temperature sampling temperature of rationales, in [0, 100]
 * @param maxTokens largest length of a rationale, in tokens, at least 1
 * @param seed seed of the first rationale
 * @param concurrency largest number of concurrent questions, at least 1
 * @param cachePath directory of the cache of rationales, and of a server's probabilities; empty for no cache
 */
public record GenRmConfig(
        Scorer scorer,
        String path,
        OpenAiConfig server,
        String model,
        Probability probability,
        int judgments,
        String marker,
        String positive,
        String negative,
        Optional<Double> unreadable,
        String template,
        double temperature,
        int maxTokens,
        long seed,
        int concurrency,
        String cachePath) {

    /** The model that gives probabilities. */
    public enum Scorer {
        /** The policy, with its weights of the moment. */
        POLICY,
        /** The model that reinforcement learning starts from. */
        REFERENCE,
        /** A Hugging Face directory. */
        DIRECTORY,
        /** An OpenAI-compatible server that gives log-probabilities; it writes the rationales, too. */
        SERVER
    }

    /** How the probability is read. */
    public enum Probability {
        /** {@code exp(l_yes) / (exp(l_yes) + exp(l_no))}. */
        NORMALISED,
        /** {@code exp(l_yes)}. */
        DIRECT
    }

    /** One rationale, judged by the policy. */
    public static final GenRmConfig DEFAULTS = new GenRmConfig(
            Scorer.POLICY,
            "",
            OpenAiConfig.DEFAULTS,
            "judge",
            Probability.NORMALISED,
            1,
            "<verdict>",
            "yes",
            "no",
            Optional.empty(),
            "",
            0,
            512,
            0,
            16,
            "");

    public GenRmConfig {
        check(
                scorer != Scorer.DIRECTORY || !path.isBlank(),
                "genrm.path is missing; set it to a Hugging Face directory, or genrm.scorer to another model");
        check(
                !positive.isBlank() && !negative.isBlank() && !positive.strip().equals(negative.strip()),
                "genrm.positive and genrm.negative must be two different words, got '%s' and '%s'",
                positive,
                negative);
        check(
                !marker.isEmpty() || judgments == 1,
                "genrm.judgments is %s, but without genrm.marker there is no rationale that could differ; set"
                        + " genrm.judgments to 1",
                judgments);
        unreadable.ifPresent(value -> check(Double.isFinite(value), "genrm.unreadable must be finite, got %s", value));
        new Asking("genrm", model, temperature, maxTokens, seed, concurrency, cachePath).judgments(judgments);
    }

    Asking asking() {
        return new Asking("genrm", model, temperature, maxTokens, seed, concurrency, cachePath);
    }
}
