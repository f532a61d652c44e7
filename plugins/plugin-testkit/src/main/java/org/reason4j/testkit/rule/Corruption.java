package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.testkit.subject.Samples;

/**
 * A number of one response that is replaced.
 *
 * @param stream where it stands on every token; empty for the reward
 */
record Corruption(Optional<TokenStream> stream) {

    /** The reward, and each declared stream. */
    static List<Corruption> all(Requirements needs) {
        List<Corruption> all = new ArrayList<>(ofStreams(needs));
        all.add(new Corruption(Optional.empty()));
        return all;
    }

    /** Each declared stream. */
    static List<Corruption> ofStreams(Requirements needs) {
        return needs.streams().stream()
                .sorted(Comparator.comparing(TokenStream::name))
                .map(stream -> new Corruption(Optional.of(stream)))
                .toList();
    }

    /** Groups in which a response has that number. */
    List<ScoredGroup> of(List<ScoredGroup> groups, Trajectory victim, float number) {
        return groups.stream()
                .map(group -> group.map(one -> {
                    if (!Snapshots.key(one.trajectory()).equals(Snapshots.key(victim))) {
                        return one;
                    }
                    return stream.isPresent()
                            ? one.withTrajectory(Samples.filled(one.trajectory(), stream.get(), number))
                            : Samples.rewarded(one.trajectory(), number);
                }))
                .toList();
    }

    /** Credits in which a response has that number in its stream. */
    List<Credit> ofCredits(List<Credit> credits, Trajectory victim, float number) {
        return credits.stream()
                .map(one -> Snapshots.key(one.trajectory()).equals(Snapshots.key(victim))
                        ? one.withTrajectory(Samples.filled(one.trajectory(), stream.orElseThrow(), number))
                        : one)
                .toList();
    }

    @Override
    public String toString() {
        return stream.map(one -> "stream '" + one + "'").orElse("reward");
    }
}
