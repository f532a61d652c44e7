package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Subject;

/** Rules of policy optimizers: of the credit that they assign, and with it all others. */
final class CreditRules {

    private CreditRules() {}

    private static List<Rule<PolicyOptimizer>> all() {
        return List.of(
                new Rule<>(
                        "credit: for given responses",
                        "A credit belongs to a response of the step, with its tokens and mask; a response outside of a"
                                + " pair has one credit at most.",
                        CreditRules::belongs),
                new Rule<>(
                        "credit: streams on all",
                        "A stream is attached to the responses of all credits or to none; a declared one is attached.",
                        CreditRules::streams),
                new Rule<>(
                        "credit: groups of one",
                        "A group of a single response is credited, or left out; not an exception.",
                        subject -> credited(subject, given(subject).alone())),
                new Rule<>(
                        "credit: groups of equal rewards",
                        "Groups whose responses all have the same reward are credited, or left out; not an exception.",
                        subject -> credited(
                                subject, ShapingRules.equal(given(subject).scored()))),
                new Rule<>(
                        "credit: truncated responses",
                        "A step whose responses were all cut off by the length limit is credited, or left out; not an"
                                + " exception.",
                        subject -> credited(subject, given(subject).scored(Samples::truncated))),
                new Rule<>(
                        "credit: empty responses",
                        "Responses without a token are credited, or left out; not an exception.",
                        subject -> credited(subject, given(subject).scored(Samples::empty))),
                new Rule<>(
                        "credit: order of responses",
                        "Responses in another order within their group get the same advantages.",
                        subject -> order(subject, Given::reversed, groups -> groups)),
                new Rule<>(
                        "credit: order of groups",
                        "Groups in another order get the same advantages.",
                        subject -> order(subject, group -> group, Given::reversed)),
                new Rule<>(
                        "credit: the same step, the same credit",
                        "A new instance gives the same groups the same credits.",
                        CreditRules::repeats),
                new Rule<>(
                        "credit: numbers that are not finite",
                        "A response whose reward or declared streams are NaN or infinite gets no credit that depends"
                                + " on them: it is refused or left out.",
                        CreditRules::notFinite),
                new Rule<>(
                        "credit: inputs stay as they are",
                        "The list that it is given holds the same groups afterwards.",
                        CreditRules::inputs));
    }

    static Given given(Subject<PolicyOptimizer> subject) throws Exception {
        return given(subject, subject.fresh());
    }

    static Given given(Subject<PolicyOptimizer> subject, PolicyOptimizer optimizer) {
        return Given.with(subject.materials(), optimizer.requirements(), optimizer.models());
    }

    static List<Credit> credits(PolicyOptimizer optimizer, List<ScoredGroup> groups) {
        return Expect.result("credit of " + groups, () -> optimizer.credit(groups));
    }

    private static void credited(Subject<PolicyOptimizer> subject, List<ScoredGroup> groups) throws Exception {
        for (ScoredGroup group : groups) {
            requireGiven(credits(subject.fresh(), List.of(group)), List.of(group));
        }
        requireGiven(credits(subject.fresh(), groups), groups);
    }

    private static void belongs(Subject<PolicyOptimizer> subject) throws Exception {
        List<ScoredGroup> groups = given(subject).scored();
        requireGiven(credits(subject.fresh(), groups), groups);
    }

    private static void requireGiven(List<Credit> credits, List<ScoredGroup> groups) {
        Set<String> seen = new HashSet<>();
        for (Credit credit : credits) {
            Trajectory one = credit.trajectory();
            ScoredTrajectory own = groups.stream()
                    .flatMap(group -> group.trajectories().stream())
                    .filter(other -> Given.Snapshots.key(other.trajectory()).equals(Given.Snapshots.key(one))
                            && isSame(other.trajectory(), one))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            "expected credits for responses of " + groups + " as they are, found one for the " + one));
            Expect.that(
                    seen.add(Given.Snapshots.key(one)) || credit.pair().isPresent(),
                    "expected one credit at most for the %s, found two",
                    own.trajectory());
        }
    }

    private static boolean isSame(Trajectory one, Trajectory other) {
        return java.util.Arrays.equals(one.response(), other.response())
                && java.util.Arrays.equals(one.learned(), other.learned());
    }

    private static void streams(Subject<PolicyOptimizer> subject) throws Exception {
        Requirements needs = subject.fresh().requirements();
        List<Credit> credits = credits(subject.fresh(), given(subject).scored());
        for (Credit credit : credits) {
            Set<TokenStream> streams = credit.trajectory().streams();
            Expect.equal(
                    "streams of the " + credit.trajectory(),
                    streams,
                    credits.get(0).trajectory().streams());
            Expect.that(
                    streams.containsAll(needs.attached()),
                    "streams of the %s: expected %s, which it declares, found %s",
                    credit.trajectory(),
                    needs.attached(),
                    streams);
        }
    }

    private static void order(
            Subject<PolicyOptimizer> subject,
            Function<ScoredGroup, ScoredGroup> members,
            Function<List<ScoredGroup>, List<ScoredGroup>> groups)
            throws Exception {
        List<ScoredGroup> given = given(subject).scored();
        List<Credit> expected = credits(subject.fresh(), given);
        List<Credit> found = credits(
                subject.fresh(), groups.apply(given.stream().map(members).toList()));
        requireSame(expected, found);
    }

    static void requireSame(List<Credit> expected, List<Credit> found) {
        Expect.equal("number of credits", found.size(), expected.size());
        for (Credit credit : expected) {
            Credit other = Given.Snapshots.find(credit.trajectory(), found)
                    .orElseThrow(() -> new AssertionError(
                            "expected a credit for the " + credit.trajectory() + ", found " + found));
            for (int t = 0; t < credit.advantages().length; t++) {
                if (credit.trajectory().isLearned(t)) {
                    Expect.close(
                            "advantage of token " + t + " of the " + credit.trajectory(),
                            other.advantage(t),
                            credit.advantage(t));
                }
            }
        }
    }

    private static void repeats(Subject<PolicyOptimizer> subject) throws Exception {
        List<ScoredGroup> groups = given(subject).scored();
        Expect.equal(
                "credits by a new instance",
                Given.Snapshots.credits(credits(subject.fresh(), groups)),
                Given.Snapshots.credits(credits(subject.fresh(), groups)));
    }

    private static void notFinite(Subject<PolicyOptimizer> subject) throws Exception {
        List<ScoredGroup> groups = given(subject).scored();
        Trajectory victim = groups.get(0).trajectories().get(0).trajectory();
        for (OddInputs.Corruption corruption :
                OddInputs.Corruption.all(subject.fresh().requirements())) {
            Optional<Credit> one = credit(subject, corruption.of(groups, victim, 0.75f), victim);
            Optional<Credit> other = credit(subject, corruption.of(groups, victim, -2), victim);
            if (advantages(one).equals(advantages(other))) {
                continue; // it does not depend on that number
            }
            for (float number : OddInputs.NOT_FINITE) {
                Optional<Credit> found = credit(subject, corruption.of(groups, victim, number), victim);
                Expect.that(
                        found.isEmpty(),
                        "the %s with %s in its %s: expected a refusal or no credit, found the advantages %s",
                        victim,
                        number,
                        corruption,
                        advantages(found));
            }
        }
    }

    static Optional<String> advantages(Optional<Credit> credit) {
        return credit.map(one -> java.util.Arrays.toString(one.advantages()));
    }

    private static Optional<Credit> credit(
            Subject<PolicyOptimizer> subject, List<ScoredGroup> groups, Trajectory victim) throws Exception {
        PolicyOptimizer optimizer = subject.fresh();
        return Optional.ofNullable(Expect.resultOrRefusal(() -> optimizer.credit(groups)))
                .flatMap(credits -> Given.Snapshots.find(victim, credits));
    }

    private static void inputs(Subject<PolicyOptimizer> subject) throws Exception {
        List<ScoredGroup> groups = given(subject).scored();
        List<ScoredGroup> list = new ArrayList<>(groups);
        credits(subject.fresh(), list);
        Expect.that(list.equals(groups), "expected the list of groups as it was, found other groups: %s", list);
    }

    /** All rules of policy optimizers: credit, loss, models, state, needs. */
    static List<Rule<PolicyOptimizer>> ofOptimizers() {
        List<Rule<PolicyOptimizer>> rules = new ArrayList<>(all());
        rules.addAll(LossRules.ofOptimizers());
        rules.add(new Rule<>(
                "models",
                "Models that learn beside the policy have different names, an output and settings of their learning.",
                subject -> models(subject.fresh().models())));
        rules.addAll(new StateRules<>(CreditRules::step, CreditRules::step).all());
        rules.add(Rule.ofNeeds(PolicyOptimizer::requirements));
        return List.copyOf(rules);
    }

    private static Object step(PolicyOptimizer optimizer, Subject<PolicyOptimizer> subject) {
        List<ScoredGroup> groups = given(subject, optimizer).scored();
        return Given.Snapshots.credits(credits(optimizer, groups));
    }

    static void models(List<AuxiliaryModel> models) {
        Set<String> names = new HashSet<>();
        for (AuxiliaryModel model : models) {
            Expect.that(
                    !model.name().isBlank() && names.add(model.name()),
                    "models: expected names that are not empty and different, found '%s' among %s",
                    model.name(),
                    models.stream().map(AuxiliaryModel::name).toList());
            Expect.result("output of the model '" + model.name() + "'", model::output);
            Expect.result("learning of the model '" + model.name() + "'", model::learning);
            Expect.result("stream of the model '" + model.name() + "'", model::stream);
        }
    }
}
