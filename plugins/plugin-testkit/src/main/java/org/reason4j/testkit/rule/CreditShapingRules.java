package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Subject;

/**
 * Rules of what changes credits: credit shapers, and regularizers that change credits.
 *
 * @param <T> the extension point
 */
final class CreditShapingRules<T> {

    private final String prefix;
    private final BiFunction<T, List<Credit>, List<Credit>> shape;
    private final Function<T, Requirements> needs;

    private CreditShapingRules(
            String prefix, BiFunction<T, List<Credit>, List<Credit>> shape, Function<T, Requirements> needs) {
        this.prefix = prefix;
        this.shape = shape;
        this.needs = needs;
    }

    static List<Rule<CreditShaper>> ofShapers() {
        List<Rule<CreditShaper>> rules =
                new ArrayList<>(new CreditShapingRules<>("", CreditShaper::shape, CreditShaper::requirements).all());
        rules.add(Rule.ofNeeds(CreditShaper::requirements));
        return List.copyOf(rules);
    }

    static List<Rule<Regularizer>> ofRegularizers() {
        return new CreditShapingRules<>("credits: ", Regularizer::shapeCredits, Regularizer::requirements).all();
    }

    private List<Rule<T>> all() {
        return List.of(
                rule(
                        "credits of given responses",
                        "Each credit belongs to a given one: the same response, tokens and pair; it learns no token that"
                                + " the given one does not, and none is doubled.",
                        subject -> belongs(subject, one -> one)),
                rule(
                        "streams on all",
                        "Streams are never lost; one is added to the responses of all credits or to none.",
                        this::streams),
                rule("a single credit", "A step with a single credit is shaped; not an exception.", this::alone),
                rule("no credits", "A step without credits is shaped to nothing; not an exception.", this::none),
                rule(
                        "truncated responses",
                        "A step whose responses were all cut off by the length limit is shaped; not an exception.",
                        subject -> belongs(subject, Samples::truncated)),
                rule(
                        "empty responses",
                        "Responses without a token are shaped; not an exception.",
                        subject -> belongs(subject, Samples::empty)),
                rule(
                        "tokens that are not learned",
                        "Advantages on tokens that are not learned do not change those of learned tokens.",
                        this::masked),
                rule(
                        "order of credits",
                        "Credits in another order get the same advantages.",
                        subject -> order(subject, Given::reversed)),
                rule(
                        "the same credits, the same result",
                        "A new instance shapes the same credits in the same way.",
                        subject -> order(subject, credits -> credits)),
                rule(
                        "NaN",
                        "A response whose declared streams hold NaN gets no credit that depends on them: it is refused"
                                + " or left out. An infinity may be bounded by a cap.",
                        this::notFinite),
                rule(
                        "inputs stay as they are",
                        "The list that it is given holds the same credits afterwards.",
                        this::inputs));
    }

    private Rule<T> rule(String name, String text, Rule.Check<T> check) {
        return new Rule<>(prefix + name, text, check);
    }

    /** The outcome of each response as the advantage of its tokens. */
    private List<Credit> given(Subject<T> subject, UnaryOperator<Trajectory> change) throws Exception {
        return credits(new Given(subject.materials(), needs.apply(subject.fresh())).scored(change));
    }

    static List<Credit> credits(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            for (ScoredTrajectory one : group.trajectories()) {
                credits.add(Credit.constant(one.trajectory(), one.reward()));
            }
        }
        return credits;
    }

    private List<Credit> shaped(T component, List<Credit> credits) {
        return Expect.result("shape of " + credits, () -> shape.apply(component, credits));
    }

    private void belongs(Subject<T> subject, UnaryOperator<Trajectory> change) throws Exception {
        List<Credit> credits = given(subject, change);
        List<Credit> left = new ArrayList<>(credits);
        for (Credit shaped : shaped(subject.fresh(), credits)) {
            Credit own = left.stream()
                    .filter(one ->
                            Given.Snapshots.key(one.trajectory()).equals(Given.Snapshots.key(shaped.trajectory()))
                                    && java.util.Arrays.equals(
                                            one.trajectory().response(),
                                            shaped.trajectory().response())
                                    && learnsNothingElse(one.trajectory(), shaped.trajectory())
                                    && one.pair().equals(shaped.pair()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("expected credits of given responses as they are, each once;"
                            + " found one for the " + shaped.trajectory()));
            left.remove(own);
        }
    }

    private static boolean learnsNothingElse(Trajectory given, Trajectory shaped) {
        return IntStream.range(0, shaped.length()).allMatch(t -> given.isLearned(t) || !shaped.isLearned(t));
    }

    private void streams(Subject<T> subject) throws Exception {
        List<Credit> credits = given(subject, one -> one);
        List<Credit> all = shaped(subject.fresh(), credits);
        Set<TokenStream> declared = needs.apply(subject.fresh()).attached();
        for (Credit one : all) {
            Set<TokenStream> streams = one.trajectory().streams();
            Set<TokenStream> before = Given.Snapshots.find(one.trajectory(), credits)
                    .map(own -> own.trajectory().streams())
                    .orElse(Set.of());
            String what = "streams of the " + one.trajectory();
            Expect.that(streams.containsAll(before), "%s: expected at least %s, found %s", what, before, streams);
            Expect.that(streams.containsAll(declared), "%s: expected at least %s, found %s", what, declared, streams);
            Expect.equal(what, streams, all.get(0).trajectory().streams());
        }
    }

    private void alone(Subject<T> subject) throws Exception {
        for (Credit credit : given(subject, one -> one)) {
            shaped(subject.fresh(), List.of(credit));
        }
    }

    private void none(Subject<T> subject) throws Exception {
        Expect.equal("credits of a step without any", shaped(subject.fresh(), List.of()), List.of());
    }

    private void masked(Subject<T> subject) throws Exception {
        List<Credit> credits = given(subject, one -> one);
        List<Credit> noisy = credits.stream().map(CreditShapingRules::noisy).toList();
        CreditRules.requireSame(shaped(subject.fresh(), credits), shaped(subject.fresh(), noisy));
    }

    private static Credit noisy(Credit credit) {
        float[] advantages = credit.advantages();
        for (int t = 0; t < advantages.length; t++) {
            advantages[t] = credit.trajectory().isLearned(t) ? advantages[t] : 77;
        }
        return credit.withAdvantages(advantages);
    }

    private void order(Subject<T> subject, UnaryOperator<List<Credit>> change) throws Exception {
        List<Credit> credits = given(subject, one -> one);
        CreditRules.requireSame(shaped(subject.fresh(), credits), shaped(subject.fresh(), change.apply(credits)));
    }

    private void notFinite(Subject<T> subject) throws Exception {
        List<Credit> credits = given(subject, one -> one);
        Trajectory victim = credits.get(0).trajectory();
        List<OddInputs.Corruption> corruptions = OddInputs.Corruption.ofStreams(needs.apply(subject.fresh()));
        if (corruptions.isEmpty()) {
            throw NotRun.doesNotApply("it reads no streams");
        }
        for (OddInputs.Corruption corruption : corruptions) {
            Optional<Credit> one = credit(subject, corruption.ofCredits(credits, victim, -0.1f), victim);
            Optional<Credit> other = credit(subject, corruption.ofCredits(credits, victim, -2), victim);
            if (CreditRules.advantages(one).equals(CreditRules.advantages(other))) {
                continue; // it does not depend on that number
            }
            Optional<Credit> found = credit(subject, corruption.ofCredits(credits, victim, Float.NaN), victim);
            Expect.that(
                    found.isEmpty(),
                    "the %s with NaN in its %s: expected a refusal or no credit, found the advantages %s",
                    victim,
                    corruption,
                    CreditRules.advantages(found));
        }
    }

    private Optional<Credit> credit(Subject<T> subject, List<Credit> credits, Trajectory victim) throws Exception {
        T component = subject.fresh();
        return Optional.ofNullable(Expect.resultOrRefusal(() -> shape.apply(component, credits)))
                .flatMap(shaped -> Given.Snapshots.find(victim, shaped));
    }

    private void inputs(Subject<T> subject) throws Exception {
        List<Credit> credits = given(subject, one -> one);
        List<Credit> list = new ArrayList<>(credits);
        shaped(subject.fresh(), list);
        Expect.that(list.equals(credits), "expected the list of credits as it was, found other credits: %s", list);
    }
}
