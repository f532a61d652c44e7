package org.reason4j.reward.generative.verifier;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;
import org.reason4j.reward.generative.judge.Asking;
import org.reason4j.reward.generative.judge.VerdictForm;

/**
 * Settings of the vote of several judgments.
 *
 * @param model key of the text model that judges, under the recipe's {@code models}
 * @param judgments number of judgments of a response, each with another seed, at least 1
 * @param ballot what a judgment gives
 * @param vote how judgments become one number
 * @param tie value of an even split, in [0, 1]
 * @param quorum fewest judgments that can be read, at least 0; 0 for all of them
 * @param unreadable value of a response with fewer; none for an unscorable response
 * @param verdict the form of a verdict of yes or no
 * @param lowest score that means 0
 * @param highest score that means 1
 * @param meta a second judge that drops judgments
 * @param template question to the judge; empty for the ballot's own. {@code {{question}}}, {@code {{response}}}, {@code
 *     {{lowest}}}, {@code {{highest}}}, {@code {{fence}}} and {@code {{field.NAME}}} are replaced
 * @param temperature sampling temperature of the judge, in [0, 100]
 * @param maxTokens largest length of a judgment, in tokens, at least 1
 * @param seed seed of the first judgment
 * @param concurrency largest number of concurrent questions, at least 1
 * @param cachePath directory of the cache of judgments; empty for no cache
 */
public record JudgeVoteConfig(
        String model,
        int judgments,
        Ballot ballot,
        Vote vote,
        double tie,
        int quorum,
        Optional<Double> unreadable,
        VerdictForm verdict,
        int lowest,
        int highest,
        Meta meta,
        String template,
        double temperature,
        int maxTokens,
        long seed,
        int concurrency,
        String cachePath) {

    /** What a judgment gives. */
    public enum Ballot {
        /** Yes or no. */
        VERDICT,
        /** A whole number in the last score tag, mapped to [0, 1]. */
        SCORE
    }

    /** How judgments become one number. */
    public enum Vote {
        /** Their mean. */
        MEAN,
        /** 1 or 0, as more than half of the verdicts say. */
        MAJORITY
    }

    /**
     * A second judge that rates judgments.
     *
     * @param keep number of judgments with the best ratings that vote, at least 0; 0 for all, without a second judge
     * @param model key of the text model that rates, under the recipe's {@code models}
     */
    public record Meta(int keep, String model) {

        /** No second judge. */
        public static final Meta DEFAULTS = new Meta(0, "judge");

        public Meta {
            check(keep >= 0, "judge-vote.meta.keep must be at least 0, got %s", keep);
        }
    }

    /** The mean of four verdicts. */
    public static final JudgeVoteConfig DEFAULTS = new JudgeVoteConfig(
            "judge",
            4,
            Ballot.VERDICT,
            Vote.MEAN,
            0.5,
            0,
            Optional.empty(),
            VerdictForm.DEFAULTS,
            0,
            10,
            Meta.DEFAULTS,
            "",
            1,
            512,
            0,
            16,
            "");

    public JudgeVoteConfig {
        check(tie >= 0 && tie <= 1, "judge-vote.tie must be in [0, 1], got %s", tie);
        check(
                quorum >= 0 && quorum <= Math.max(0, judgments),
                "judge-vote.quorum must be in [0, judgments], got %s",
                quorum);
        unreadable.ifPresent(
                value -> check(Double.isFinite(value), "judge-vote.unreadable must be finite, got %s", value));
        check(lowest < highest, "judge-vote.lowest must be below judge-vote.highest, got %s and %s", lowest, highest);
        check(
                ballot == Ballot.VERDICT || vote == Vote.MEAN,
                "judge-vote.vote MAJORITY counts verdicts, and judge-vote.ballot SCORE has scores; set judge-vote.vote to"
                        + " MEAN");
        check(
                meta.keep() <= Math.max(0, judgments),
                "judge-vote.meta.keep is %s, more than the %s judgments",
                meta.keep(),
                judgments);
        new Asking("judge-vote", model, temperature, maxTokens, seed, concurrency, cachePath).judgments(judgments);
    }

    Asking asking() {
        return new Asking("judge-vote", model, temperature, maxTokens, seed, concurrency, cachePath);
    }

    /** How the second judge is asked: greedily, once. */
    Asking metaAsking() {
        return new Asking("judge-vote.meta", meta.model(), 0, maxTokens, seed, concurrency, cachePath);
    }
}
