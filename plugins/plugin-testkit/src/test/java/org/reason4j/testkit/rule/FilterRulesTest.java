package org.reason4j.testkit.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class FilterRulesTest extends Breakers<GroupFilter> {

    FilterRulesTest() {
        super(Kind.FILTER);
    }

    /** Keeps groups with different rewards. */
    private static Optional<ScoredGroup> varied(ScoredGroup group) {
        double first = group.size() == 0 ? 0 : group.rewards()[0];
        return Optional.of(group)
                .filter(one -> java.util.Arrays.stream(one.rewards()).anyMatch(r -> r != first));
    }

    @Override
    List<Subject<GroupFilter>> good() {
        return List.of(Subject.of("the good filter", () -> FilterRulesTest::varied, Materials.standard()));
    }

    @Override
    void breakers() {
        breaks("the group, a part, or nothing", () -> group -> Optional.of(group.map(one -> one.withOutcome(0))));
        breaks(
                "splitting is declared",
                () -> group ->
                        Optional.of(group.withTrajectories(group.trajectories().subList(0, 1))));
        breaks("groups of one", () -> group -> {
            int share = 100 / (group.size() - 1);
            return Optional.of(group).filter(one -> share > 0);
        });
        breaks("groups of equal rewards", () -> group -> {
            double first = group.rewards()[0];
            double other = java.util.Arrays.stream(group.rewards())
                    .filter(r -> r != first)
                    .findFirst()
                    .orElseThrow();
            return Optional.of(group).filter(one -> other > 0);
        });
        breaks(
                "truncated responses",
                () -> group -> group.trajectories().stream()
                                .noneMatch(one -> one.trajectory().finish() == Finish.STOP)
                        ? Optional.of(group.withTrajectories(List.of()))
                        : Optional.of(group));
        breaks("empty responses", () -> group -> {
            int first = group.trajectories().get(0).trajectory().token(0);
            return Optional.of(group).filter(one -> first > 0);
        });
        breaks("order of responses", () -> group -> Optional.of(group).filter(one -> one.rewards()[0] > 0.5));
        breaks("groups apart", () -> {
            Set<String> seen = new HashSet<>();
            return group ->
                    Optional.of(group).filter(one -> seen.add(one.prompt().id()));
        });
        AtomicInteger asked = new AtomicInteger();
        breaks("needs", () -> new GroupFilter() {
            @Override
            public Optional<ScoredGroup> filter(ScoredGroup group) {
                return Optional.of(group);
            }

            @Override
            public Requirements requirements() {
                return Requirements.NONE.groupsOf(asked.incrementAndGet());
            }
        });
    }
}
