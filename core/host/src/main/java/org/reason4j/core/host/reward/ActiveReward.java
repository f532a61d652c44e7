package org.reason4j.core.host.reward;

import static org.reason4j.api.plugin.ConfigException.check;

import java.time.Duration;
import java.util.List;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Reward;
import org.reason4j.core.host.config.Recipe.OnMissing;
import org.reason4j.core.host.config.RewardTerm;

/**
 * A reward of the recipe, ready to be called.
 *
 * @param term its entry in the recipe
 * @param reward the judge
 */
public record ActiveReward(RewardTerm term, Reward reward) {

    public ActiveReward {
        String key = term.metricName();
        List<Double> clip = term.clip();
        check(Double.isFinite(term.weight()), "Reward '%s': weight must be finite, got %s", key, term.weight());
        check(
                clip.isEmpty() || clip.size() == 2 && clip.get(0) <= clip.get(1),
                "Reward '%s': clip must be empty or [low, high] with low <= high, got %s",
                key,
                clip);
        check(
                term.deadlineSeconds() > 0 && Double.isFinite(term.deadlineSeconds()),
                "Reward '%s': deadlineSeconds must be positive and finite, got %s",
                key,
                term.deadlineSeconds());
        check(term.retries() >= 0, "Reward '%s': retries must be 0 or more, got %s", key, term.retries());
    }

    /** Its name in metrics and messages. */
    public String key() {
        return term.metricName();
    }

    /** Time for one call. */
    Duration deadline() {
        return Duration.ofNanos(Math.max(1, Math.round(term.deadlineSeconds() * 1e9)));
    }

    /** Its part in the sum. */
    WeightedSum.Term weighted() {
        boolean open = term.clip().isEmpty();
        return new WeightedSum.Term(
                term.weight(),
                open ? Double.NEGATIVE_INFINITY : term.clip().get(0),
                open ? Double.POSITIVE_INFINITY : term.clip().get(1),
                term.gate());
    }

    /** The recipe's policy for a score that is no value. */
    OnMissing policy(Score missing) {
        if (missing instanceof Score.Unscorable) {
            return term.onUnscorable();
        }
        return missing instanceof Score.TimedOut ? term.onTimeout() : term.onFailure();
    }
}
