package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Deadline;
import org.reason4j.api.reward.Reward;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Subject;

/** Rules of rewards. */
final class RewardRules {

    private static final int CONCURRENT_CALLS = 48;

    private RewardRules() {}

    static List<Rule<Reward>> all() {
        return List.of(
                new Rule<>(
                        "a verdict on the materials",
                        "At least one response of the materials gets a value: other rules would try nothing.",
                        RewardRules::judgesSomething),
                new Rule<>(
                        "one score for each response",
                        "A group gets as many scores as it has responses, none of them null.",
                        subject -> scoresOf(subject, one -> one)),
                new Rule<>(
                        "shapes of dense scores",
                        "Rewards on tokens and streams have a number for each response token, and all are finite.",
                        RewardRules::shapes),
                new Rule<>(
                        "streams on all values",
                        "A stream is attached to every response of a group that gets a value, or to none, and a declared"
                                + " one is attached.",
                        RewardRules::streams),
                new Rule<>(
                        "a group of one",
                        "A single response gets a single score, be it that it can't be scored; not an exception.",
                        RewardRules::alone),
                new Rule<>(
                        "empty responses",
                        "Responses without a token get a score each; not an exception.",
                        subject -> scoresOf(subject, Samples::empty)),
                new Rule<>(
                        "truncated responses",
                        "Responses that the length limit cut off get a score each; not an exception.",
                        subject -> scoresOf(subject, Samples::truncated)),
                new Rule<>(
                        "odd texts",
                        "Texts that a policy may write at any time get a score in time: half a surrogate pair, thousands of"
                                + " brackets, huge numbers; not an exception.",
                        RewardRules::oddTexts),
                new Rule<>(
                        "the same group, the same scores",
                        "Asked again, and asked of a new instance, it gives the same scores.",
                        RewardRules::repeats),
                new Rule<>(
                        "groups apart",
                        "The scores of a group do not depend on the groups that were scored before.",
                        RewardRules::apart),
                new Rule<>(
                        "order of responses",
                        "Responses in another order get the same scores: each keeps its own.",
                        RewardRules::order),
                new Rule<>(
                        "concurrent calls",
                        "Calls by eight threads at the same time give the scores of calls one after the other.",
                        RewardRules::concurrent),
                new Rule<>(
                        "numbers that are not finite",
                        "A response whose declared streams hold NaN or an infinity gets no value that depends on them: no"
                                + " finite number is made of it.",
                        RewardRules::notFinite),
                new Rule<>(
                        "answers",
                        "The answer that it reads from a response is the same each time, and empty or unreadable responses"
                                + " do not make it fail.",
                        RewardRules::answers),
                new Rule<>(
                        "needs",
                        "Its needs are the same each time, and the streams that it reads are among them.",
                        RewardRules::needs));
    }

    private static Given given(Subject<Reward> subject, Reward reward) {
        return Given.with(subject.materials(), reward.requirements(), reward.models());
    }

    private static List<Score> scores(Subject<Reward> subject, Reward reward, Group group) throws Exception {
        String call = "score of " + subject.name() + " for " + group;
        List<Score> scores = Calls.within(
                subject.patience(),
                call,
                () -> Expect.result(call, () -> reward.score(group, Deadline.in(subject.patience()))));
        Expect.that(
                scores.size() == group.size(),
                "%s: expected one score for each of %s responses, found %s scores",
                call,
                group.size(),
                scores.size());
        Expect.that(scores.stream().allMatch(score -> score != null), "%s: expected no null, found %s", call, scores);
        return scores;
    }

    private static void scoresOf(Subject<Reward> subject, UnaryOperator<Trajectory> change) throws Exception {
        Reward reward = subject.fresh();
        given(subject, reward).groups();
        for (Group group : given(subject, reward).groups(change)) {
            scores(subject, reward, group);
        }
    }

    private static void judgesSomething(Subject<Reward> subject) throws Exception {
        Reward reward = subject.fresh();
        List<Score> all = new ArrayList<>();
        for (Group group : given(subject, reward).groups()) {
            all.addAll(scores(subject, reward, group));
        }
        if (all.stream().noneMatch(Score.Value.class::isInstance)) {
            if (!subject.materials().hasOwnGroups()) {
                throw new NotRun("none of the standard responses gets a value from it (" + all.get(0)
                        + "); give responses that it can judge with Materials.withGroups");
            }
            throw new AssertionError("expected a value for one of the responses of the materials, found " + all);
        }
    }

    private static void shapes(Subject<Reward> subject) throws Exception {
        Reward reward = subject.fresh();
        for (Group group : given(subject, reward).groups()) {
            List<Score> scores = scores(subject, reward, group);
            for (int i = 0; i < scores.size(); i++) {
                Trajectory one = group.trajectories().get(i);
                if (scores.get(i) instanceof Score.Value value) {
                    value.tokenRewards().ifPresent(rewards -> shape("token rewards", rewards, one));
                    value.streams().forEach((stream, numbers) -> shape("stream '" + stream + "'", numbers, one));
                }
            }
        }
    }

    private static void shape(String what, float[] numbers, Trajectory one) {
        Expect.that(
                numbers.length == one.length(),
                "%s of the %s: expected %s numbers, one for each token, found %s",
                what,
                one,
                one.length(),
                numbers.length);
        for (float number : numbers) {
            Expect.that(
                    Float.isFinite(number),
                    "%s of the %s: expected finite numbers, found %s",
                    what,
                    one,
                    Arrays.toString(numbers));
        }
    }

    private static void streams(Subject<Reward> subject) throws Exception {
        Reward reward = subject.fresh();
        Set<TokenStream> declared = reward.requirements().attached();
        for (Group group : given(subject, reward).groups()) {
            List<Set<TokenStream>> attached = scores(subject, reward, group).stream()
                    .filter(Score.Value.class::isInstance)
                    .map(score -> ((Score.Value) score).streams().keySet())
                    .toList();
            for (Set<TokenStream> streams : attached) {
                Expect.equal("streams attached to responses of " + group, streams, attached.get(0));
                Expect.that(
                        streams.containsAll(declared),
                        "streams attached to a response of %s: expected %s, which it declares, found %s",
                        group,
                        declared,
                        streams);
            }
        }
    }

    private static void alone(Subject<Reward> subject) throws Exception {
        Reward reward = subject.fresh();
        if (reward.requirements().wholeGroups()) {
            throw NotRun.doesNotApply("it needs whole groups");
        }
        for (Group group : given(subject, reward).groups()) {
            for (Trajectory one : group.trajectories()) {
                scores(subject, reward, group.withTrajectories(List.of(one)));
            }
        }
    }

    private static void oddTexts(Subject<Reward> subject) throws Exception {
        Reward reward = subject.fresh();
        given(subject, reward).groups();
        for (String text : OddInputs.TEXTS) {
            try {
                Group odd = given(subject, reward)
                        .groups(one -> Samples.saying(one, text))
                        .get(0);
                scores(subject, reward, odd);
            } catch (AssertionError e) {
                throw new AssertionError("For the text " + OddInputs.shown(text) + ": " + e.getMessage(), e);
            }
        }
    }

    private static void repeats(Subject<Reward> subject) throws Exception {
        Reward reward = subject.fresh();
        Reward twin = subject.fresh();
        for (Group group : given(subject, reward).groups()) {
            List<Score> first = scores(subject, reward, group);
            Expect.equal("scores of " + group + ", asked again", scores(subject, reward, group), first);
            Expect.equal("scores of " + group + " by a new instance", scores(subject, twin, group), first);
        }
    }

    private static void apart(Subject<Reward> subject) throws Exception {
        Reward forwards = subject.fresh();
        Reward backwards = subject.fresh();
        List<Group> groups = given(subject, forwards).groups();
        List<List<Score>> expected = new ArrayList<>();
        for (Group group : groups) {
            expected.add(scores(subject, forwards, group));
        }
        for (int i = groups.size() - 1; i >= 0; i--) {
            Expect.equal(
                    "scores of " + groups.get(i) + ", after other groups",
                    scores(subject, backwards, groups.get(i)),
                    expected.get(i));
        }
    }

    private static void order(Subject<Reward> subject) throws Exception {
        Reward reward = subject.fresh();
        for (Group group : given(subject, reward).groups()) {
            List<Score> expected = scores(subject, reward, group);
            List<Score> reversed = scores(subject, reward, Given.reversed(group));
            for (int i = 0; i < expected.size(); i++) {
                Expect.equal(
                        "score of the " + group.trajectories().get(i) + ", in the opposite order of its group",
                        reversed.get(expected.size() - 1 - i),
                        expected.get(i));
            }
        }
    }

    private static void concurrent(Subject<Reward> subject) throws Exception {
        Reward reward = subject.fresh();
        List<Group> groups = given(subject, reward).groups();
        List<List<Score>> expected = new ArrayList<>();
        for (Group group : groups) {
            expected.add(scores(subject, reward, group));
        }
        String call = "score of " + subject.name();
        List<List<Score>> found = Calls.together(
                subject.patience(),
                call,
                CONCURRENT_CALLS,
                i -> () -> Expect.result(
                        call, () -> reward.score(groups.get(i % groups.size()), Deadline.in(subject.patience()))));
        for (int i = 0; i < found.size(); i++) {
            Expect.equal(
                    "scores of " + groups.get(i % groups.size()) + " beside other calls",
                    found.get(i),
                    expected.get(i % groups.size()));
        }
    }

    private static void notFinite(Subject<Reward> subject) throws Exception {
        Reward reward = subject.fresh();
        Set<TokenStream> streams = reward.requirements().streams();
        if (streams.isEmpty()) {
            throw NotRun.doesNotApply("it reads no streams");
        }
        for (TokenStream stream : streams) {
            for (Group group : given(subject, reward).groups()) {
                for (float number : OddInputs.NOT_FINITE) {
                    refuses(reward, group, stream, number);
                }
            }
        }
    }

    private static void refuses(Reward reward, Group group, TokenStream stream, float number) {
        List<Optional<Score>> one = filled(reward, group, stream, 1);
        List<Optional<Score>> other = filled(reward, group, stream, -2);
        List<Optional<Score>> found = filled(reward, group, stream, number);
        for (int i = 0; i < found.size(); i++) {
            boolean isRead = !one.get(i).equals(other.get(i));
            Expect.that(
                    !isRead
                            || found.get(i)
                                    .filter(Score.Value.class::isInstance)
                                    .isEmpty(),
                    "score of the %s with %s in the stream '%s', which it depends on: expected none, found %s",
                    group.trajectories().get(i),
                    number,
                    stream,
                    found.get(i).orElse(null));
        }
    }

    /** Scores with the same number on every token of a stream; empty where it is refused with an exception. */
    private static List<Optional<Score>> filled(Reward reward, Group group, TokenStream stream, float number) {
        Group filled = Samples.map(group, one -> Samples.filled(one, stream, number));
        @Nullable List<Score> scores = Expect.resultOrRefusal(() -> reward.score(filled));
        return group.trajectories().stream()
                .map(one -> Optional.ofNullable(scores).map(all -> all.get(filledPlace(group, one))))
                .toList();
    }

    private static int filledPlace(Group group, Trajectory one) {
        return group.trajectories().indexOf(one);
    }

    private static void answers(Subject<Reward> subject) throws Exception {
        Reward reward = subject.fresh();
        Reward twin = subject.fresh();
        for (Group group : given(subject, reward).groups()) {
            for (Trajectory one : group.trajectories()) {
                Optional<String> answer = answer(reward, one);
                Expect.equal("answer read from the " + one + " by a new instance", answer(twin, one), answer);
                answer(reward, Samples.empty(one));
            }
        }
        Trajectory any = subject.materials().groups().get(0).trajectories().get(0);
        for (String text : OddInputs.TEXTS) {
            Calls.within(
                    subject.patience(),
                    "answer for the text " + OddInputs.shown(text),
                    () -> answer(reward, Samples.saying(any, text)));
        }
    }

    private static Optional<String> answer(Reward reward, Trajectory one) {
        return Expect.result("answer for the " + one, () -> reward.answer(one));
    }

    private static void needs(Subject<Reward> subject) throws Exception {
        Reward reward = subject.fresh();
        Expect.equal("requirements, asked again", reward.requirements(), reward.requirements());
        for (Group group : given(subject, reward).groups()) {
            Set<String> undeclared = scores(subject, reward, group).stream()
                    .filter(Score.Failed.class::isInstance)
                    .map(score -> ((Score.Failed) score).reason())
                    .filter(reason -> reason.contains("has no stream '"))
                    .collect(Collectors.toCollection(TreeSet::new));
            Expect.that(undeclared.isEmpty(), "expected every stream that it reads in its needs, found %s", undeclared);
        }
    }
}
