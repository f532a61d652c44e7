package org.reason4j.testkit.rule;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Subject;

class OptimizerRulesTest extends Breakers<PolicyOptimizer> {

    private static final TokenStream MARK = TokenStream.of("broken", "mark");

    OptimizerRulesTest() {
        super(Kind.OPTIMIZER);
    }

    /** An optimizer with a certain credit and loss. */
    private static class Optimizer implements PolicyOptimizer {
        private final Function<List<ScoredGroup>, List<Credit>> credit;
        private final Function<TokenBatch, NDArray> loss;

        Optimizer(Function<List<ScoredGroup>, List<Credit>> credit, Function<TokenBatch, NDArray> loss) {
            this.credit = credit;
            this.loss = loss;
        }

        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            return credit.apply(groups);
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            return loss.apply(batch);
        }

        @Override
        public Requirements requirements() {
            return Requirements.lossStreams(TokenStream.OLD_LOGPROBS);
        }
    }

    /** The running mean of rewards as a baseline, which it keeps in its state. */
    private static class Running extends Optimizer implements Stateful {
        double mean;
        long steps;

        Running() {
            super(groups -> List.of(), BrokenLosses::good);
        }

        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            double before = mean;
            double sum = groups.stream()
                    .flatMapToDouble(group -> Arrays.stream(group.rewards()))
                    .average()
                    .orElse(0);
            steps++;
            mean += (sum - mean) / steps;
            return perResponse(groups, one -> one.reward() - before);
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("mean", mean, "steps", steps);
        }

        @Override
        public void restore(Map<String, Object> state) {
            mean = ((Number) state.get("mean")).doubleValue();
            steps = ((Number) state.get("steps")).longValue();
        }
    }

    private static List<Credit> perResponse(
            List<ScoredGroup> groups, java.util.function.ToDoubleFunction<ScoredTrajectory> advantage) {
        List<Credit> credits = new ArrayList<>();
        groups.forEach(group -> group.trajectories()
                .forEach(one -> credits.add(Credit.constant(one.trajectory(), advantage.applyAsDouble(one)))));
        return credits;
    }

    @Override
    List<Subject<PolicyOptimizer>> good() {
        return List.of(
                Subject.of(
                        "the good optimizer",
                        () -> new Optimizer(
                                groups -> perResponse(groups, ScoredTrajectory::reward), BrokenLosses::good),
                        Materials.standard()),
                Subject.of("the good optimizer with a state", Running::new, Materials.standard()));
    }

    private void breaksCredit(String rule, Function<List<ScoredGroup>, List<Credit>> credit) {
        breaks("credit: " + rule, () -> new Optimizer(credit, BrokenLosses::good));
    }

    @Override
    void breakers() {
        BrokenLosses.all()
                .forEach((rule, loss) -> breaks(
                        rule,
                        () -> new Optimizer(groups -> perResponse(groups, ScoredTrajectory::reward), loss.get())));
        breaksCredit(
                "for given responses",
                groups -> perResponse(groups, ScoredTrajectory::reward).stream()
                        .map(one -> one.withTrajectory(one.trajectory()
                                .withLearned(new boolean[one.trajectory().length()])))
                        .toList());
        breaksCredit(
                "streams on all",
                groups -> perResponse(groups, ScoredTrajectory::reward).stream()
                        .map(one -> one.trajectory().sample() == 0
                                ? one.withTrajectory(Samples.with(one.trajectory(), MARK, (sample, t) -> 1))
                                : one)
                        .toList());
        breaksCredit("groups of one", groups -> {
            List<Credit> credits = new ArrayList<>();
            for (ScoredGroup group : groups) {
                double rest = Arrays.stream(group.rewards()).sum() / (group.size() - 1);
                credits.addAll(perResponse(List.of(group), one -> one.reward() - rest));
            }
            return credits;
        });
        breaksCredit("groups of equal rewards", groups -> {
            List<Credit> credits = new ArrayList<>();
            for (ScoredGroup group : groups) {
                double first = group.rewards()[0];
                double spread = Arrays.stream(group.rewards())
                        .map(r -> Math.abs(r - first))
                        .sum();
                credits.addAll(perResponse(List.of(group), one -> one.reward() / spread));
            }
            return credits;
        });
        breaksCredit("truncated responses", groups -> {
            ScoredTrajectory whole = groups.stream()
                    .flatMap(group -> group.trajectories().stream())
                    .filter(one -> one.trajectory().finish() == Finish.STOP)
                    .findFirst()
                    .orElseThrow();
            return perResponse(groups, one -> one.reward() - whole.reward());
        });
        breaksCredit(
                "empty responses",
                groups -> perResponse(
                        groups, one -> one.reward() / one.trajectory().length()));
        breaksCredit("order of responses", groups -> {
            List<Credit> credits = new ArrayList<>();
            for (ScoredGroup group : groups) {
                double first = group.rewards()[0];
                credits.addAll(perResponse(List.of(group), one -> one.reward() - first));
            }
            return credits;
        });
        breaksCredit("order of groups", groups -> {
            double first = groups.get(0).size();
            return perResponse(groups, one -> one.reward() - first);
        });
        AtomicInteger made = new AtomicInteger();
        breaks("credit: the same step, the same credit", () -> {
            int number = made.incrementAndGet();
            return new Optimizer(groups -> perResponse(groups, one -> one.reward() + number), BrokenLosses::good);
        });
        breaksCredit(
                "numbers that are not finite",
                groups -> perResponse(
                        groups, one -> Double.isNaN(one.reward()) ? 0 : Math.max(-5, Math.min(5, one.reward()))));
        breaksCredit("inputs stay as they are", groups -> {
            groups.set(0, groups.get(0).map(one -> one.withOutcome(0)));
            return perResponse(groups, ScoredTrajectory::reward);
        });
        breaks("models", () -> new Optimizer(groups -> perResponse(groups, one -> 1), BrokenLosses::good) {
            @Override
            public List<AuxiliaryModel> models() {
                return List.of(new Critic(), new Critic());
            }
        });
        breaks("what it remembers is its state", () -> new Optimizer(groups -> List.of(), BrokenLosses::good) {
            private int steps;

            @Override
            public List<Credit> credit(List<ScoredGroup> groups) {
                steps++;
                return perResponse(groups, one -> one.reward() / steps);
            }
        });
        breaks("save and restore", () -> new Running() {
            @Override
            public void restore(Map<String, Object> state) {
                Map<String, Object> forgetful = new HashMap<>(state);
                forgetful.put("mean", 0.0);
                super.restore(forgetful);
            }
        });
        AtomicInteger asked = new AtomicInteger();
        breaks("needs", () -> new Optimizer(groups -> perResponse(groups, one -> 1), BrokenLosses::good) {
            @Override
            public Requirements requirements() {
                return Requirements.NONE.groupsOf(asked.incrementAndGet());
            }
        });
    }

    /** A model beside the policy. */
    private record Critic() implements AuxiliaryModel {

        @Override
        public String name() {
            return "critic";
        }

        @Override
        public Output output() {
            return Output.VALUES;
        }

        @Override
        public Learning learning() {
            return Learning.of(1e-3);
        }

        @Override
        public NDArray loss(TokenBatch batch, NDArray output) {
            return batch.tokenMean(output);
        }
    }
}
