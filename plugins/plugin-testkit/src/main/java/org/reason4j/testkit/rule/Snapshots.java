package org.reason4j.testkit.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** What a component returned, in a form that can be compared. */
final class Snapshots {

    private Snapshots() {}

    /** Identity of a response within a step. */
    static String key(Trajectory one) {
        return "sample " + one.sample() + " of " + one.prompt().id();
    }

    static Optional<ScoredTrajectory> find(List<ScoredGroup> groups, Trajectory one) {
        return groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .filter(other -> key(other.trajectory()).equals(key(one)))
                .findFirst();
    }

    static Optional<Credit> find(Trajectory one, List<Credit> credits) {
        return credits.stream()
                .filter(other -> key(other.trajectory()).equals(key(one)))
                .findFirst();
    }

    /** Rewards by response. */
    static Map<String, Double> rewards(List<ScoredGroup> groups) {
        Map<String, Double> rewards = new TreeMap<>();
        groups.forEach(group -> group.trajectories().forEach(one -> rewards.put(key(one.trajectory()), one.reward())));
        return rewards;
    }

    /** Advantages and streams by response. */
    static Map<String, String> credits(List<Credit> credits) {
        Map<String, String> all = new TreeMap<>();
        for (Credit credit : credits) {
            StringBuilder text = new StringBuilder(Arrays.toString(credit.advantages()));
            credit.trajectory().streams().stream()
                    .map(TokenStream::name)
                    .sorted()
                    .forEach(name -> text.append(' ')
                            .append(name)
                            .append(' ')
                            .append(Arrays.toString(credit.trajectory().stream(TokenStream.named(name)))));
            all.merge(key(credit.trajectory()), text.toString(), (one, other) -> one + ", " + other);
        }
        return all;
    }
}
