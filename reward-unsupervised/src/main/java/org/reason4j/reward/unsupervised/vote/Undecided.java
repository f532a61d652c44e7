package org.reason4j.reward.unsupervised.vote;

import java.util.Collections;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;

/** Scores of a group that a reward can say nothing about. */
public final class Undecided {

    private Undecided() {}

    /** Leaves every response of a group without a score, for that reason. */
    public static List<Score> of(Group group, String reason) {
        return Collections.nCopies(group.size(), Score.unscorable(reason));
    }
}
