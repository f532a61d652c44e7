package org.reason4j.sampler.tree.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.sampler.tree.Trees.CHAIN;
import static org.reason4j.sampler.tree.Trees.PROMPT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

/** Tokens that leaves share enter the loss once: the loss of a tree is that of a row of its distinct tokens. */
class SharedTokensTest {

    private static final int LEAVES = 9;

    private static Stream<PolicyOptimizer> optimizers() {
        RecordedMetrics metrics = new RecordedMetrics();
        return Stream.of(
                new TreePoOptimizer(TreePoAdvantageConfig.DEFAULTS, metrics),
                new SpoTreeOptimizer(
                        new SpoTreeAdvantageConfig(true, 0.9, 0.2, 0.2, LossAggregation.TOKEN_MEAN), metrics));
    }

    private static ScoredGroup group() {
        TreePoRollout sampler = new TreePoRollout(
                new TreePoConfig(14, 2, 2, 2, 0, 2),
                RolloutSettings.of(LEAVES, SamplingParams.of(16)),
                new RecordedMetrics());
        List<Trajectory> leaves = Grown.leaves(sampler, new MarkovEngine(3, CHAIN), LEAVES, 16);
        assertThat(leaves).anyMatch(leaf -> leaf.branch().isPresent());
        return ScoredGroup.of(
                PROMPT,
                leaves.stream()
                        .map(leaf -> ScoredTrajectory.of(
                                leaf, leaf.text().chars().filter(c -> c == 'a').count() % 3))
                        .toList());
    }

    /** New log-probabilities of a response, which do not depend on who else shares a token. */
    private static float[] moved(Trajectory response) {
        float[] logprobs = response.stream(TokenStream.BEHAVIOUR_LOGPROBS);
        for (int t = 0; t < logprobs.length; t++) {
            logprobs[t] += 0.05f * ((response.token(t) + t) % 5 - 2);
        }
        return logprobs;
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void theLossOfATreeIsThatOfItsTokensCountedOnce(PolicyOptimizer optimizer) {
        List<Credit> credits = optimizer.credit(List.of(group()));
        Map<TokenStream, Function<Trajectory, float[]>> streams = Map.of(
                TokenStream.LOGPROBS,
                SharedTokensTest::moved,
                TokenStream.OLD_LOGPROBS,
                response -> response.stream(TokenStream.BEHAVIOUR_LOGPROBS));
        Batch.Result tree = Batch.of(TokenStream.LOGPROBS, credits, streams).evaluate(Loss.of(optimizer));

        // every token once, in the response that drew it, in one long row
        List<float[]> tokens = new ArrayList<>(); // new and old log-probability, advantage
        List<Credit> rows = credits.stream()
                .filter(credit -> credit.trajectory().learnedTokens() > 0)
                .toList();
        List<Float> gradient = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Trajectory response = rows.get(i).trajectory();
            int own = response.branch().map(Branch::at).orElse(0);
            float[] now = moved(response);
            for (int t = 0; t < response.length(); t++) {
                boolean learned = t >= own && response.isLearned(t);
                assertThat(learned).isEqualTo(response.isLearned(t));
                if (learned) {
                    tokens.add(new float[] {
                        now[t],
                        response.stream(TokenStream.BEHAVIOUR_LOGPROBS)[t],
                        rows.get(i).advantage(t)
                    });
                    gradient.add(tree.gradient()[i][t]);
                } else {
                    assertThat(tree.gradient()[i][t]).isZero();
                }
            }
        }
        Batch.Result once = Batch.policy(
                        new float[][] {column(tokens, 0)},
                        new float[][] {column(tokens, 1)},
                        new float[][] {column(tokens, 2)},
                        new float[][] {ones(tokens.size())})
                .evaluate(Loss.of(optimizer));
        assertThat(tokens).hasSizeGreaterThan(10);
        assertThat(tree.loss()).isCloseTo(once.loss(), within(1e-6));
        assertThat(gradient).anyMatch(slope -> slope != 0);
        for (int t = 0; t < tokens.size(); t++) {
            assertThat(gradient.get(t)).isCloseTo(once.gradient()[0][t], within(1e-7f));
        }
    }

    private static float[] column(List<float[]> rows, int column) {
        float[] values = new float[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i)[column];
        }
        return values;
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
