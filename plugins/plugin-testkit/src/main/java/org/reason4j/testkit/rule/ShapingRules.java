package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Subject;

/**
 * Rules of what changes rewards: shapers, and regularizers that take a term from the reward.
 *
 * @param <T> the extension point
 */
final class ShapingRules<T> {

    private final String prefix;
    private final BiFunction<T, List<ScoredGroup>, List<ScoredGroup>> shape;
    private final Function<T, Requirements> needs;

    private ShapingRules(
            String prefix, BiFunction<T, List<ScoredGroup>, List<ScoredGroup>> shape, Function<T, Requirements> needs) {
        this.prefix = prefix;
        this.shape = shape;
        this.needs = needs;
    }

    static List<Rule<RewardShaper>> ofShapers() {
        List<Rule<RewardShaper>> rules =
                new ArrayList<>(new ShapingRules<>("", RewardShaper::shape, RewardShaper::requirements).all());
        rules.add(Rule.ofNeeds(RewardShaper::requirements));
        return List.copyOf(rules);
    }

    static List<Rule<Regularizer>> ofRegularizers() {
        return new ShapingRules<>("rewards: ", Regularizer::shape, Regularizer::requirements).all();
    }

    private List<Rule<T>> all() {
        return List.of(
                rule(
                        "the same groups",
                        "As many groups as before in the same order, each with the same responses in the same order;"
                                + " streams may be added, never lost.",
                        this::sameGroups),
                rule(
                        "groups of one",
                        "A group of a single response gets a finite reward.",
                        subject -> finite(subject, new Given(subject.materials(), needs(subject)).alone())),
                rule(
                        "groups of equal rewards",
                        "Groups whose responses all have the same reward get finite rewards.",
                        subject -> finite(subject, equal(given(subject).scored()))),
                rule(
                        "truncated responses",
                        "A step whose responses were all cut off by the length limit gets finite rewards.",
                        subject -> finite(subject, given(subject).scored(Samples::truncated))),
                rule(
                        "empty responses",
                        "Responses without a token get finite rewards.",
                        subject -> finite(subject, given(subject).scored(Samples::empty))),
                rule(
                        "order of responses",
                        "Responses in another order within their group get the same rewards.",
                        subject -> order(subject, group -> Given.reversed(group), groups -> groups)),
                rule(
                        "order of groups",
                        "Groups in another order get the same rewards.",
                        subject -> order(subject, group -> group, Given::reversed)),
                rule(
                        "the same groups, the same rewards",
                        "A new instance gives the same groups the same rewards.",
                        subject -> order(subject, group -> group, groups -> groups)),
                rule(
                        "numbers that are not finite",
                        "A response whose reward or declared streams are NaN or infinite gets no finite reward that"
                                + " depends on them: it is refused, or stays not finite.",
                        this::notFinite),
                rule(
                        "inputs stay as they are",
                        "The list that it is given holds the same groups afterwards.",
                        this::inputs));
    }

    private Rule<T> rule(String name, String text, Rule.Check<T> check) {
        return new Rule<>(prefix + name, text, check);
    }

    private Requirements needs(Subject<T> subject) throws Exception {
        return needs.apply(subject.fresh());
    }

    private Given given(Subject<T> subject) throws Exception {
        return new Given(subject.materials(), needs(subject));
    }

    private List<ScoredGroup> shaped(T component, List<ScoredGroup> groups) {
        return Expect.result("shape of " + groups, () -> shape.apply(component, groups));
    }

    private void sameGroups(Subject<T> subject) throws Exception {
        List<ScoredGroup> groups = given(subject).scored();
        List<ScoredGroup> shaped = shaped(subject.fresh(), groups);
        Expect.equal("number of groups", shaped.size(), groups.size());
        for (int i = 0; i < groups.size(); i++) {
            String what = "group " + i;
            Expect.equal(
                    "prompt of " + what,
                    shaped.get(i).prompt().id(),
                    groups.get(i).prompt().id());
            Expect.equal("responses of " + what, samples(shaped.get(i)), samples(groups.get(i)));
            for (int j = 0; j < groups.get(i).size(); j++) {
                Trajectory before = groups.get(i).trajectories().get(j).trajectory();
                Trajectory after = shaped.get(i).trajectories().get(j).trajectory();
                Expect.that(
                        after.streams().containsAll(before.streams()),
                        "streams of the %s: expected at least %s, found %s",
                        after,
                        before.streams(),
                        after.streams());
            }
        }
    }

    private static List<String> samples(ScoredGroup group) {
        return group.trajectories().stream()
                .map(one -> one.trajectory().sample() + " "
                        + java.util.Arrays.toString(one.trajectory().response()))
                .toList();
    }

    private void finite(Subject<T> subject, List<ScoredGroup> groups) throws Exception {
        List<ScoredGroup> shaped = shaped(subject.fresh(), groups);
        Expect.equal("number of groups", shaped.size(), groups.size());
        for (ScoredGroup group : shaped) {
            for (ScoredTrajectory one : group.trajectories()) {
                Expect.that(
                        Double.isFinite(one.reward()),
                        "reward of the %s: expected a finite number, found %s",
                        one.trajectory(),
                        one.reward());
            }
        }
    }

    static List<ScoredGroup> equal(List<ScoredGroup> groups) {
        return groups.stream()
                .map(group -> group.map(one -> ScoredTrajectory.of(one.trajectory(), 1)
                        .withScores(Samples.rewarded(one.trajectory(), 1).scores())))
                .toList();
    }

    private void order(
            Subject<T> subject,
            Function<ScoredGroup, ScoredGroup> members,
            Function<List<ScoredGroup>, List<ScoredGroup>> groups)
            throws Exception {
        List<ScoredGroup> given = given(subject).scored();
        List<ScoredGroup> expected = shaped(subject.fresh(), given);
        List<ScoredGroup> found =
                shaped(subject.fresh(), groups.apply(given.stream().map(members).toList()));
        for (ScoredGroup group : expected) {
            for (ScoredTrajectory one : group.trajectories()) {
                ScoredTrajectory other = Given.Snapshots.find(found, one.trajectory())
                        .orElseThrow(() -> new AssertionError(
                                "expected the " + one.trajectory() + " among the shaped groups, found " + found));
                Expect.close("reward of the " + one.trajectory(), other.reward(), one.reward());
            }
        }
    }

    private void notFinite(Subject<T> subject) throws Exception {
        Requirements declared = needs(subject);
        List<ScoredGroup> groups = given(subject).scored();
        Trajectory victim = groups.get(0).trajectories().get(0).trajectory();
        for (OddInputs.Corruption corruption : OddInputs.Corruption.all(declared)) {
            Optional<Double> one = reward(subject, corruption.of(groups, victim, 0.75f), victim);
            Optional<Double> other = reward(subject, corruption.of(groups, victim, -2), victim);
            if (one.equals(other)) {
                continue; // it does not depend on that number
            }
            for (float number : OddInputs.NOT_FINITE) {
                Optional<Double> found = reward(subject, corruption.of(groups, victim, number), victim);
                Expect.that(
                        found.filter(Double::isFinite).isEmpty(),
                        "reward of the %s with %s in its %s: expected a refusal or no finite number, found %s",
                        victim,
                        number,
                        corruption,
                        found.orElse(null));
            }
        }
    }

    /** The reward that a response gets; empty if the groups are refused. */
    private Optional<Double> reward(Subject<T> subject, List<ScoredGroup> groups, Trajectory victim) throws Exception {
        T component = subject.fresh();
        return Optional.ofNullable(Expect.resultOrRefusal(() -> shape.apply(component, groups)))
                .flatMap(shaped -> Given.Snapshots.find(shaped, victim))
                .map(ScoredTrajectory::reward);
    }

    private void inputs(Subject<T> subject) throws Exception {
        List<ScoredGroup> groups = given(subject).scored();
        List<ScoredGroup> list = new ArrayList<>(groups);
        shaped(subject.fresh(), list);
        Expect.that(list.equals(groups), "expected the list of groups as it was, found other groups: %s", list);
    }
}
