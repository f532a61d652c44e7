package org.reason4j.reward.unsupervised.vote;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;

/** Reads the whole response as its answer, and refuses to judge it: nothing here may look at labels. */
final class ReadText implements Measure {

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return Optional.of(trajectory.text()).filter(text -> !text.isEmpty());
    }

    @Override
    public List<Score> score(Group group) {
        throw new AssertionError("a reward without labels asked for a judgement");
    }
}
