package org.reason4j.optimizer.preference;

import java.util.Comparator;
import java.util.List;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** Labels that come with the data: a positive one is a response that was preferred, or that is desirable. */
final class Labels {

    /** 1 or -1 on every token, as the samplers {@code preference-pairs} and {@code labelled-responses} attach it. */
    static final TokenStream STREAM = TokenStream.of("preferences", "label");

    private Labels() {}

    /** The responses of a group that have that label, by sample index; one without a token has none. */
    static List<Trajectory> with(ScoredGroup group, boolean positive) {
        return group.trajectories().stream()
                .map(ScoredTrajectory::trajectory)
                .filter(one -> one.length() > 0 && isPositive(one) == positive)
                .sorted(Comparator.comparingInt(Trajectory::sample))
                .toList();
    }

    /**
     * True if a response is labelled as a good one.
     *
     * @throws IllegalArgumentException if its label is neither positive nor negative
     */
    static boolean isPositive(Trajectory one) {
        float label = one.stream(STREAM)[0];
        if (!(label > 0 || label < 0) || Float.isInfinite(label)) {
            throw new IllegalArgumentException("The " + one + " has the label " + label + ", expected 1 or -1");
        }
        return label > 0;
    }
}
