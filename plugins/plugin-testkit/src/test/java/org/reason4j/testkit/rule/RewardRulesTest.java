package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.reward.Reward;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Subject;

class RewardRulesTest extends Breakers<Reward> {

    private static final TokenStream LABEL = TokenStream.of("good", "label");

    RewardRulesTest() {
        super(Kind.REWARD);
    }

    /** Mean certainty, dense, with a stream and an answer; an empty response has none. */
    private static final class Good implements Reward {
        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, one -> {
                double sum = 0;
                for (float certainty : one.stream(TokenStream.CERTAINTY)) {
                    sum += certainty;
                }
                return one.length() == 0 || !Double.isFinite(sum)
                        ? Score.unscorable("no finite certainty")
                        : Score.value(sum / one.length())
                                .withTokenRewards(new float[one.length()])
                                .with(LABEL, new float[one.length()]);
            });
        }

        @Override
        public Optional<String> answer(Trajectory one) {
            return Optional.of(one.text().strip()).filter(text -> !text.isEmpty());
        }

        @Override
        public Requirements requirements() {
            return Requirements.streams(TokenStream.CERTAINTY).attaching(LABEL);
        }
    }

    @Override
    List<Subject<Reward>> good() {
        return List.of(Subject.of("the good reward", Good::new, Materials.standard()));
    }

    private static Reward each(ToDoubleFunction<Trajectory> rule) {
        return group -> Reward.perTrajectory(group, one -> Score.of(rule.applyAsDouble(one)));
    }

    /** A reward that turns the sum of certainties into a value. */
    private static Reward certain(DoubleUnaryOperator value) {
        return new Reward() {
            @Override
            public List<Score> score(Group group) {
                return Reward.perTrajectory(group, one -> {
                    double sum = 0;
                    for (float certainty : one.stream(TokenStream.CERTAINTY)) {
                        sum += certainty;
                    }
                    return Score.of(value.applyAsDouble(sum));
                });
            }

            @Override
            public Requirements requirements() {
                return Requirements.streams(TokenStream.CERTAINTY);
            }
        };
    }

    /** Keeps the group in a field while it works, as if nobody else called. */
    private static final class Shared implements Reward {
        private volatile Group current = Group.of(Samples.prompt("none", "?"), List.of());

        @Override
        public List<Score> score(Group group) throws InterruptedException {
            current = group;
            Thread.sleep(2);
            return Reward.perTrajectory(current, one -> Score.of(one.prompt().length() + one.sample()));
        }
    }

    @Override
    void breakers() {
        Materials own = Materials.standard().withResponses(Samples.prompt("1", "Say a."), "a", "b");
        breaks(
                "a verdict on the materials",
                () -> group -> Reward.perTrajectory(group, one -> Score.unscorable("?")),
                own);
        breaks("one score for each response", () -> group -> List.of(Score.of(1)));
        breaks(
                "shapes of dense scores",
                () -> group -> Reward.perTrajectory(group, one -> Score.dense(0, new float[one.length() + 1])));
        breaks(
                "streams on all values",
                () -> group -> Reward.perTrajectory(
                        group,
                        one -> one.sample() == 0 ? Score.of(0) : Score.value(0).with(LABEL, new float[one.length()])));
        breaks("a group of one", () -> group -> { // the deviation of a single number
            double mean = 1 / (group.size() - 1);
            return Reward.perTrajectory(group, one -> Score.of(mean));
        });
        breaks("empty responses", () -> each(one -> 1.0 / one.length()));
        breaks(
                "truncated responses",
                () -> each(one -> switch (one.finish()) {
                    case STOP -> 1;
                    default -> throw new IllegalStateException("unexpected end");
                }));
        Pattern recursive = Pattern.compile("(?:\\(|\\[)*x"); // a frame of the stack for each bracket
        breaks("odd texts", () -> each(one -> recursive.matcher(one.text()).lookingAt() ? 1 : 0));
        breaks("the same group, the same scores", () -> {
            AtomicInteger calls = new AtomicInteger();
            return each(one -> calls.incrementAndGet());
        });
        breaks(
                "groups apart",
                () -> { // relative to the first group that it meets
                    List<Integer> first = new ArrayList<>();
                    return group -> {
                        first.add(group.prompt().length());
                        return Reward.perTrajectory(group, one -> Score.of(first.get(0)));
                    };
                });
        breaks("order of responses", () -> group -> {
            List<Score> scores = new ArrayList<>();
            group.trajectories().forEach(one -> scores.add(Score.of(scores.size())));
            return scores;
        });
        breaks("concurrent calls", Shared::new);
        breaks(
                "numbers that are not finite",
                () -> certain(sum -> Double.isNaN(sum) ? 0 : Math.max(-99, Math.min(99, sum))));
        breaks("answers", () -> new Reward() {
            @Override
            public List<Score> score(Group group) {
                return Reward.perTrajectory(group, one -> Score.of(0));
            }

            @Override
            public Optional<String> answer(Trajectory one) {
                return Optional.of(one.text().substring(0, 1));
            }
        });
        breaks("needs", () -> each(one -> one.stream(TokenStream.ENTROPY).length));
    }
}
