package org.reason4j.reward.rulebased;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/** 1 for a response whose answer has the same {@link MathNormalForm} as the field {@code answer}, else 0. */
public final class MathEquivalence implements Reward {

    private final AnswerReader reader;

    public MathEquivalence(MathEquivalenceConfig config) {
        this.reader = new AnswerReader(config.place(), config.pattern());
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields("answer");
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return reader.read(trajectory.text()).map(MathNormalForm::of);
    }

    @Override
    public List<Score> score(Group group) {
        String expected = AnswerReader.expected(group.prompt());
        return reader.score(group, answer -> MathNormalForm.equal(answer, expected));
    }
}
