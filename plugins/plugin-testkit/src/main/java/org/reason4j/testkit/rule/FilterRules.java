package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Subject;

/** Rules of filters. */
final class FilterRules {

    private FilterRules() {}

    static List<Rule<GroupFilter>> all() {
        return List.of(
                new Rule<>(
                        "the group, a part, or nothing",
                        "What is kept are responses of the group as they are, in their order, with their rewards;"
                                + " never none of them.",
                        FilterRules::parts),
                new Rule<>(
                        "splitting is declared",
                        "A filter that keeps a part of a group says so in splitsGroups.",
                        FilterRules::splits),
                new Rule<>(
                        "groups of one",
                        "A group of a single response is kept or not; not an exception.",
                        subject -> filtered(subject, given(subject).alone())),
                new Rule<>(
                        "groups of equal rewards",
                        "A group whose responses all have the same reward is kept or not; not an exception.",
                        subject -> filtered(
                                subject, ShapingRules.equal(given(subject).scored()))),
                new Rule<>(
                        "truncated responses",
                        "A group whose responses were all cut off by the length limit is kept or not; not an"
                                + " exception.",
                        subject -> filtered(subject, given(subject).scored(Samples::truncated))),
                new Rule<>(
                        "empty responses",
                        "A group of responses without a token is kept or not; not an exception.",
                        subject -> filtered(subject, given(subject).scored(Samples::empty))),
                new Rule<>(
                        "order of responses",
                        "Of responses in another order the same ones are kept.",
                        FilterRules::order),
                new Rule<>(
                        "groups apart",
                        "What is kept of a group depends on no other group: asked again, in another order, and of a new"
                                + " instance, it is the same.",
                        FilterRules::apart),
                Rule.ofNeeds(GroupFilter::requirements));
    }

    private static Given given(Subject<GroupFilter> subject) throws Exception {
        return new Given(subject.materials(), subject.fresh().requirements());
    }

    /** Groups with different, equal and extreme rewards. */
    private static List<ScoredGroup> groups(Subject<GroupFilter> subject) throws Exception {
        List<ScoredGroup> groups = new ArrayList<>(given(subject).scored());
        groups.addAll(ShapingRules.equal(groups));
        return groups;
    }

    private static Optional<ScoredGroup> filter(GroupFilter filter, ScoredGroup group) {
        return Expect.result("filter of " + group, () -> filter.filter(group));
    }

    private static void filtered(Subject<GroupFilter> subject, List<ScoredGroup> groups) throws Exception {
        GroupFilter filter = subject.fresh();
        for (ScoredGroup group : groups) {
            requirePart(filter(filter, group), group);
        }
    }

    private static void parts(Subject<GroupFilter> subject) throws Exception {
        filtered(subject, groups(subject));
    }

    private static void requirePart(Optional<ScoredGroup> kept, ScoredGroup group) {
        if (kept.isEmpty()) {
            return;
        }
        Expect.equal(
                "prompt of what is kept",
                kept.get().prompt().id(),
                group.prompt().id());
        Expect.that(kept.get().size() > 0, "kept of %s: expected responses or nothing, found a group of none", group);
        int last = -1;
        for (ScoredTrajectory one : kept.get().trajectories()) {
            int place = place(group, one);
            Expect.that(
                    place > last,
                    "kept of %s: expected its responses with their rewards, each once and in their order, found the %s",
                    group,
                    one);
            last = place;
        }
    }

    private static int place(ScoredGroup group, ScoredTrajectory one) {
        for (int i = 0; i < group.size(); i++) {
            ScoredTrajectory own = group.trajectories().get(i);
            if (own.trajectory() == one.trajectory() && Double.compare(own.reward(), one.reward()) == 0) {
                return i;
            }
        }
        return -1;
    }

    private static void splits(Subject<GroupFilter> subject) throws Exception {
        GroupFilter filter = subject.fresh();
        for (ScoredGroup group : groups(subject)) {
            Optional<ScoredGroup> kept = filter(filter, group);
            Expect.that(
                    filter.splitsGroups() || kept.isEmpty() || kept.get().size() == group.size(),
                    "kept of %s: expected all or nothing, because splitsGroups is false; found %s responses",
                    group,
                    kept.map(ScoredGroup::size).orElse(0));
        }
    }

    private static Set<String> samples(Optional<ScoredGroup> kept) {
        return kept.map(group -> group.trajectories().stream()
                        .map(one -> Given.Snapshots.key(one.trajectory()))
                        .collect(Collectors.toSet()))
                .orElse(new HashSet<>());
    }

    private static void order(Subject<GroupFilter> subject) throws Exception {
        GroupFilter filter = subject.fresh();
        for (ScoredGroup group : groups(subject)) {
            Expect.equal(
                    "kept of " + group + " in the opposite order",
                    samples(filter(filter, Given.reversed(group))),
                    samples(filter(filter, group)));
        }
    }

    private static void apart(Subject<GroupFilter> subject) throws Exception {
        GroupFilter filter = subject.fresh();
        GroupFilter twin = subject.fresh();
        List<ScoredGroup> groups = groups(subject);
        List<Set<String>> expected =
                groups.stream().map(group -> samples(filter(filter, group))).toList();
        for (int i = groups.size() - 1; i >= 0; i--) {
            ScoredGroup group = groups.get(i);
            Expect.equal("kept of " + group + ", asked again", samples(filter(filter, group)), expected.get(i));
            Expect.equal("kept of " + group + " by a new instance", samples(filter(twin, group)), expected.get(i));
        }
    }
}
