package org.reason4j.reward.shaping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;

/** Scored responses, and the measure that reads a whole response as its answer. */
final class Groups {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {1});

    private Groups() {}

    /** Responses of two tokens with these composed rewards. */
    static ScoredGroup rewarded(double... rewards) {
        return ScoredGroup.of(
                PROMPT,
                IntStream.range(0, rewards.length)
                        .mapToObj(i -> response(i, rewards[i], 2, Finish.STOP))
                        .toList());
    }

    /** Responses with these texts, each of which is right. */
    static ScoredGroup saying(double reward, String... texts) {
        return ScoredGroup.of(
                PROMPT,
                IntStream.range(0, texts.length)
                        .mapToObj(i -> ScoredTrajectory.of(
                                trajectory(i, texts[i].chars().toArray(), texts[i], Finish.STOP), reward))
                        .toList());
    }

    static ScoredGroup of(ScoredTrajectory... responses) {
        return ScoredGroup.of(PROMPT, List.of(responses));
    }

    static ScoredTrajectory response(int sample, double reward, int length, Finish finish) {
        return ScoredTrajectory.of(trajectory(sample, new int[length], "", finish), reward);
    }

    /** A response of two tokens whose composed reward is that of its first score. */
    static ScoredTrajectory scored(int sample, Map<String, Double> values) {
        Map<String, Score> scores = new LinkedHashMap<>();
        values.forEach((key, value) -> scores.put(key, Score.of(value)));
        double first = values.values().iterator().next();
        return response(sample, first, 2, Finish.STOP).withScores(scores);
    }

    /** The value of two rewards. */
    static Map<String, Double> values(String one, double ofOne, String other, double ofOther) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(one, ofOne);
        values.put(other, ofOther);
        return values;
    }

    private static Trajectory trajectory(int sample, int[] tokens, String text, Finish finish) {
        return Trajectory.sampled(PROMPT, sample, tokens, text, finish, 0, SamplingParams.of(64));
    }

    /** Reads the whole response as its answer; it never judges. */
    static final class WholeResponse implements Measure {

        @Override
        public java.util.Optional<String> answer(Trajectory trajectory) {
            return java.util.Optional.of(trajectory.text()).filter(text -> !text.isEmpty());
        }

        @Override
        public List<Score> score(Group group) {
            throw new AssertionError("a shaper asked for a judgement");
        }
    }
}
