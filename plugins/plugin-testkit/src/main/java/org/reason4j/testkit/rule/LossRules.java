package org.reason4j.testkit.rule;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

/**
 * Rules of the loss of a policy optimizer or a regularizer, on the batch that its own credits make.
 *
 * @param <T> the extension point
 */
final class LossRules<T> {

    private static final float STEP = 1e-2f;
    private static final float[] NOISE = {7, -3, 0.5f};

    /** Log-ratios of tokens; none is near a usual bound of a clip, and no bound spoils all three. */
    private static final float[][] LOG_RATIOS = {
        {0.1f, -0.1f, 0.5f, -0.5f, 0.07f}, {0.03f, -0.31f, 0.23f, 0.13f, -0.17f}, {-0.04f, 0.27f, -0.09f, 0.35f, -0.43f}
    };

    private final Steps<T> steps;
    private final Function<T, Requirements> needs;
    private final Function<T, Loss> loss;
    private final boolean always;

    /** The credits that reach the loss of a component. */
    @FunctionalInterface
    private interface Steps<T> {
        List<Credit> credits(T component, List<ScoredGroup> groups);
    }

    private LossRules(Steps<T> steps, Function<T, Requirements> needs, Function<T, Loss> loss, boolean always) {
        this.steps = steps;
        this.needs = needs;
        this.loss = loss;
        this.always = always;
    }

    static List<Rule<PolicyOptimizer>> ofOptimizers() {
        return new LossRules<PolicyOptimizer>(CreditRules::credits, PolicyOptimizer::requirements, Loss::of, true)
                .all();
    }

    static List<Rule<Regularizer>> ofRegularizers() {
        return regularizerRules().all();
    }

    private static LossRules<Regularizer> regularizerRules() {
        return new LossRules<>(
                (regularizer, groups) ->
                        regularizer.shapeCredits(CreditShapingRules.credits(regularizer.shape(groups))),
                Regularizer::requirements,
                Loss::of,
                false);
    }

    /** The rules' own evaluation of a regularizer's loss: values and metrics of each batch. */
    static List<Batch.Result> evaluated(Regularizer regularizer, Subject<Regularizer> subject) {
        LossRules<Regularizer> rules = regularizerRules();
        return rules.batches(subject, regularizer, 0).stream()
                .map(batch -> batch.evaluate(connected(Loss.of(regularizer))))
                .toList();
    }

    private List<Rule<T>> all() {
        return List.of(
                new Rule<>(
                        "loss: a finite scalar",
                        "The loss is one number without dimensions, and finite.",
                        this::scalar),
                new Rule<>(
                        "loss: gradient",
                        "The gradient is finite and agrees with finite differences; what stopGradient takes out of it is held"
                                + " constant. That of an optimizer's loss in the log-probabilities is not 0 everywhere where there is credit.",
                        this::gradient),
                new Rule<>(
                        "loss: padding",
                        "A batch that is padded further has the same loss, metrics and gradients.",
                        subject -> on(subject, LossChecks::paddingChangesNothing)),
                new Rule<>(
                        "loss: micro-batches",
                        "For every split into micro-batches that its needs allow, the shares of loss and metrics add up to"
                                + " the whole, and each token has the same gradient.",
                        this::microBatches),
                new Rule<>(
                        "loss: mask",
                        "Numbers on tokens that are not learned, tool output and padding, change neither loss nor gradient nor"
                                + " metrics, and the gradient is 0 there.",
                        subject -> on(
                                subject,
                                (batch, formula, tolerance) ->
                                        LossChecks.tokensOutsideTheMaskChangeNothing(batch, formula, NOISE))),
                new Rule<>(
                        "loss: order of rows",
                        "Rows in another order have the same loss, and each token has the same gradient.",
                        this::order),
                new Rule<>(
                        "loss: the same batch, the same loss",
                        "Asked again, it returns the same loss and gradients, to the bit.",
                        this::repeats),
                new Rule<>(
                        "loss: NaN is not hidden",
                        "NaN in a number that the loss depends on makes it NaN, or is refused: no finite loss is made of it.",
                        this::notFinite),
                new Rule<>(
                        "loss: inputs stay as they are",
                        "The tensors of the batch hold the same numbers afterwards.",
                        this::inputs));
    }

    /** What a check needs. */
    @FunctionalInterface
    private interface Check {
        void check(Batch batch, Loss loss, double tolerance);
    }

    private void on(Subject<T> subject, Check check) throws Exception {
        T component = subject.fresh();
        Loss formula = connected(loss.apply(component));
        for (Batch batch : batches(subject, component, 0)) {
            check.check(batch, formula, tolerance(batch.evaluate(formula)));
        }
    }

    /** A loss that the engine can differentiate even where it does not depend on the leaf. */
    private static Loss connected(Loss formula) {
        return (batch, leaf) -> formula.apply(batch, leaf).add(nothing(leaf));
    }

    /** 0 with a gradient of 0, also where the leaf is NaN. */
    private static NDArray nothing(NDArray leaf) {
        return NDArrays.where(leaf.isNaN(), leaf.zerosLike(), leaf)
                .mul(leaf.zerosLike())
                .sum();
    }

    private static double tolerance(Batch.Result result) {
        double largest = Math.max(1, Math.abs(result.loss()));
        for (float[] row : result.gradient()) {
            for (float slope : row) {
                largest = Math.max(largest, Math.abs(slope));
            }
        }
        return 1e-5 * largest;
    }

    /** The step's batch, differentiated in the log-probabilities, and in the entropies and observed ones that are declared. */
    private List<Batch> batches(Subject<T> subject, T component, int variant) {
        Requirements declared = needs.apply(component);
        List<AuxiliaryModel> models = component instanceof PolicyOptimizer optimizer ? optimizer.models() : List.of();
        Given given = Given.with(subject.materials(), declared, models);
        List<Credit> credits = steps.credits(component, given.scored());
        if (credits.stream().anyMatch(one -> !one.trajectory().tops().isEmpty())) {
            throw new NotRun("its credits attach top tokens of a model, which these batches do not have");
        }
        if (credits.stream().noneMatch(one -> one.trajectory().learnedTokens() > 0)) {
            throw new NotRun(
                    "it assigns no credit for the responses of the materials; give it groups that it learns from"
                            + " with Materials.withScoredGroups");
        }
        Map<TokenStream, Function<Trajectory, float[]>> further = new HashMap<>();
        for (TokenStream stream : declared.lossStreams()) {
            Materials.Numbers numbers = subject.materials()
                    .numbers(stream)
                    .orElseThrow(
                            () -> new NotRun(
                                    "its loss reads the stream '" + stream
                                            + "', whose numbers the standard materials do not have; give them with Materials.withStream"));
            further.put(stream, one -> per(one, numbers));
        }
        further.put(TokenStream.LOGPROBS, one -> per(one, logprobs(subject.materials(), variant)));
        List<Batch> batches = new ArrayList<>();
        batches.add(Batch.of(TokenStream.LOGPROBS, credits, further));
        if (declared.lossStreams().contains(TokenStream.ENTROPY)) {
            batches.add(Batch.of(TokenStream.ENTROPY, credits, further));
        }
        if (declared.lossStreams().contains(TokenStream.OBSERVED_LOGPROBS)) {
            batches.add(Batch.of(TokenStream.OBSERVED_LOGPROBS, credits, further));
        }
        return batches;
    }

    private static float[] per(Trajectory one, Materials.Numbers numbers) {
        float[] values = new float[one.length()];
        for (int t = 0; t < values.length; t++) {
            values[t] = numbers.at(one.sample(), t);
        }
        return values;
    }

    private static Materials.Numbers logprobs(Materials materials, int variant) {
        Materials.Numbers old = materials.numbers(TokenStream.OLD_LOGPROBS).orElseThrow();
        float[] ratios = LOG_RATIOS[variant];
        return (sample, t) -> old.at(sample, t) + ratios[(3 * sample + t) % ratios.length];
    }

    private void scalar(Subject<T> subject) throws Exception {
        T component = subject.fresh();
        for (Batch batch : batches(subject, component, 0)) {
            Loss formula = loss.apply(component);
            Batch.Result result = batch.evaluate((b, leaf) -> {
                NDArray value = Expect.result("loss", () -> formula.apply(b, leaf));
                Expect.that(
                        value.getShape().dimension() == 0,
                        "loss: expected a scalar without dimensions, found the shape %s",
                        value.getShape());
                return value.add(nothing(leaf));
            });
            Expect.that(Double.isFinite(result.loss()), "loss: expected a finite number, found %s", result.loss());
        }
    }

    private static boolean hasAdvantage(Batch batch) {
        float[][] advantages = batch.streams().getOrDefault(TokenStream.ADVANTAGES, new float[0][]);
        return Arrays.stream(advantages).anyMatch(row -> !Arrays.equals(row, new float[row.length]));
    }

    private void gradient(Subject<T> subject) throws Exception {
        List<AssertionError> disagreements = new ArrayList<>();
        boolean isLearning = false;
        boolean isCredited = false;
        for (int variant = 0; variant < LOG_RATIOS.length; variant++) {
            T component = subject.fresh();
            Loss formula = connected(loss.apply(component));
            for (Batch batch : batches(subject, component, variant)) {
                Batch.Result result = batch.evaluate(formula);
                isCredited |= hasAdvantage(batch);
                isLearning |=
                        IntStream.range(0, result.gradient().length).anyMatch(i -> hasSlope(result.gradient()[i]));
                try {
                    LossChecks.gradientAgreesWhereConstantsAreHeld(batch, formula, STEP, 200 * tolerance(result));
                } catch (AssertionError e) {
                    disagreements.add(e);
                    break;
                }
            }
        }
        if (disagreements.size() == LOG_RATIOS.length) { // a kink of the loss is near in one of them at most
            throw new AssertionError(
                    disagreements.get(0).getMessage()
                            + ": the gradient should be that of the loss's finite differences",
                    disagreements.get(0));
        }
        Expect.that(
                isLearning || !always || !isCredited,
                "gradient in the log-probabilities: expected one that is not 0 everywhere, found only zeros");
    }

    private static boolean hasSlope(float[] row) {
        for (float slope : row) {
            Expect.that(Float.isFinite(slope), "gradient: expected finite numbers, found %s", Arrays.toString(row));
            if (slope != 0) {
                return true;
            }
        }
        return false;
    }

    private void microBatches(Subject<T> subject) throws Exception {
        T component = subject.fresh();
        Requirements declared = needs.apply(component);
        Loss formula = connected(loss.apply(component));
        for (Batch batch : batches(subject, component, 0)) {
            int[] cuts = IntStream.range(1, batch.mask().length)
                    .filter(row -> isCut(batch.rows(), row, declared))
                    .toArray();
            if (cuts.length == 0) {
                throw NotRun.doesNotApply("its needs keep all responses of the materials in one micro-batch");
            }
            LossChecks.microBatchesChangeNothing(batch, formula, cuts, tolerance(batch.evaluate(formula)));
        }
    }

    private static boolean isCut(List<TokenBatch.Row> rows, int at, Requirements declared) {
        boolean isGroup = rows.subList(0, at).stream()
                .anyMatch(
                        one -> rows.subList(at, rows.size()).stream().anyMatch(other -> one.group() == other.group()));
        boolean isPair = rows.subList(0, at).stream()
                .anyMatch(one -> one.pair().isPresent()
                        && rows.subList(at, rows.size()).stream()
                                .anyMatch(other -> one.pair().equals(other.pair())));
        return !(declared.groupsTogether() && isGroup) && !(declared.pairsTogether() && isPair);
    }

    private void order(Subject<T> subject) throws Exception {
        on(subject, (batch, formula, tolerance) -> {
            Batch.Result expected = batch.evaluate(formula);
            Batch.Result found = reversed(batch).evaluate(formula);
            Expect.that(
                    Math.abs(found.loss() - expected.loss()) <= tolerance,
                    "loss of the rows in the opposite order: expected %s, found %s",
                    expected.loss(),
                    found.loss());
            int rows = expected.gradient().length;
            for (int i = 0; i < rows; i++) {
                for (int t = 0; t < expected.gradient()[i].length; t++) {
                    Expect.that(
                            Math.abs(found.gradient()[rows - 1 - i][t] - expected.gradient()[i][t]) <= tolerance,
                            "gradient at token %s of response %s, rows in the opposite order: expected %s, found %s",
                            t,
                            i,
                            expected.gradient()[i][t],
                            found.gradient()[rows - 1 - i][t]);
                }
            }
        });
    }

    private static Batch reversed(Batch batch) {
        Map<TokenStream, float[][]> streams = new HashMap<>();
        batch.streams().forEach((stream, values) -> streams.put(stream, reversed(values)));
        return new Batch(batch.leaf(), streams, reversed(batch.mask()), batch.totals(), Given.reversed(batch.rows()));
    }

    private static float[][] reversed(float[][] rows) {
        return Given.reversed(Arrays.asList(rows)).toArray(float[][]::new);
    }

    private void repeats(Subject<T> subject) throws Exception {
        on(subject, (batch, formula, tolerance) -> {
            Batch.Result first = batch.evaluate(formula);
            Batch.Result again = batch.evaluate(formula);
            Expect.equal("loss, asked again", again.loss(), first.loss());
            Expect.equal("metrics, asked again", again.metrics(), first.metrics());
            Expect.equal(
                    "gradient, asked again",
                    Arrays.deepToString(again.gradient()),
                    Arrays.deepToString(first.gradient()));
        });
    }

    private void notFinite(Subject<T> subject) throws Exception {
        on(subject, (batch, formula, tolerance) -> {
            float[][] gradient = batch.evaluate(formula).gradient();
            for (int i = 0; i < gradient.length; i++) {
                for (int t = 0; t < gradient[i].length; t++) {
                    if (gradient[i][t] != 0) {
                        requireNotFinite(batch.moved(i, t, Float.NaN), formula, t, i);
                    }
                }
            }
        });
    }

    private static void requireNotFinite(Batch batch, Loss formula, int t, int i) {
        Batch.Result found = Expect.resultOrRefusal(() -> batch.evaluate(formula));
        Expect.that(
                found == null || !Double.isFinite(found.loss()),
                "loss with NaN at token %s of response %s, which has a gradient: expected a refusal or NaN, found %s",
                t,
                i,
                found == null ? null : found.loss());
    }

    private void inputs(Subject<T> subject) throws Exception {
        T component = subject.fresh();
        for (Batch batch : batches(subject, component, 0)) {
            Expect.result("loss and its gradient", () -> batch.evaluate(watched(batch, loss.apply(component))));
        }
    }

    private static Loss watched(Batch batch, Loss formula) {
        return (tensors, leaf) -> {
            NDArray value = connected(formula).apply(tensors, leaf);
            batch.streams()
                    .forEach((stream, rows) -> Expect.that(
                            Arrays.equals(flat(rows), tensors.stream(stream).toFloatArray()),
                            "stream '%s': expected the tensor as it was, found other numbers: %s",
                            stream,
                            tensors.stream(stream)));
            Expect.that(
                    Arrays.equals(flat(batch.mask()), tensors.mask().toFloatArray()),
                    "mask: expected the tensor as it was, found other numbers: %s",
                    tensors.mask());
            return value;
        };
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * (rows.length == 0 ? 0 : rows[0].length)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
        }
        return flat;
    }
}
