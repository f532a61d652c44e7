package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.optimizer.ppo.Trajectories.group;
import static org.reason4j.optimizer.ppo.Trajectories.mask;
import static org.reason4j.optimizer.ppo.Trajectories.scored;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.testkit.RecordedMetrics;

/**
 * Responses of two tokens, each 0 or 1 by a logit of its own; every step sees all four responses once. The first token
 * decides the reward, and the critic is a table over what came before a token.
 */
class PpoTrainingTest {

    private static final int[][] RESPONSES = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};

    @ParameterizedTest
    @ValueSource(strings = {"verl", "trl", "vapo", "orz"})
    void theCriticLearnsWhatTheFirstTokenDecidesAndThePolicyToWriteIt(String preset) {
        RecordedMetrics metrics = new RecordedMetrics();
        Ppo ppo = new Ppo(PpoConfig.PRESETS.get(preset), metrics, new Runs(7));
        AuxiliaryModel critic = ppo.models().get(0);
        float[] logits = new float[2]; // of writing 1 first, and of writing 1 then
        float[] values = new float[3]; // at the start, after 0, after 1
        for (int step = 0; step < 300; step++) {
            List<Credit> credits = ppo.credit(responses(values));
            for (int pass = 0; pass < 5; pass++) {
                learn(values, gradient(credits, values, logits, critic));
            }
            if (step >= 200) { // until then the critic learns alone
                learn(logits, gradient(credits, values, logits, ppo));
            }
        }
        assertThat(values[1]).isBetween(-0.1f, 0.1f);
        assertThat(values[2]).isBetween(0.9f, 1.1f);
        List<Double> explained = metrics.means().get("critic/explained_variance");
        assertThat(explained.get(explained.size() - 1)).isGreaterThan(0.3);
        assertThat(logits[0]).isGreaterThan(2); // probability above 0.88
        assertThat(Math.abs(logits[1])).isLessThan(0.5f * logits[0]); // the second token does not matter
    }

    private static List<ScoredGroup> responses(float[] values) {
        ScoredTrajectory[] all = new ScoredTrajectory[RESPONSES.length];
        for (int i = 0; i < all.length; i++) {
            float[] seen = {values[0], values[1 + RESPONSES[i][0]]};
            all[i] = scored(i, mask("11"), seen, RESPONSES[i][0]);
        }
        return List.of(group(all));
    }

    private static void learn(float[] parameters, float[] gradient) {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] -= gradient[i];
        }
    }

    private static float[] gradient(List<Credit> credits, float[] values, float[] logits, AuxiliaryModel critic) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray table = manager.create(values);
            table.setRequiresGradient(true);
            NDArray output = table.take(manager.create(new long[] {0, 1, 0, 1, 0, 2, 0, 2}));
            collector.backward(
                    critic.loss(batch(manager, credits, logits, manager.create(logits)), output.reshape(4, 2)));
            return table.getGradient().toFloatArray();
        }
    }

    private static float[] gradient(List<Credit> credits, float[] values, float[] logits, Ppo ppo) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray learnable = manager.create(logits);
            learnable.setRequiresGradient(true);
            collector.backward(ppo.loss(batch(manager, credits, logits, learnable)));
            return learnable.getGradient().toFloatArray();
        }
    }

    private static TokenBatch batch(NDManager manager, List<Credit> credits, float[] old, NDArray logits) {
        Map<TokenStream, NDArray> streams = new HashMap<>();
        streams.put(TokenStream.LOGPROBS, logprobs(manager, logits));
        streams.put(TokenStream.OLD_LOGPROBS, logprobs(manager, manager.create(old)));
        streams.put(
                TokenStream.ADVANTAGES,
                rows(manager, credits.stream().map(Credit::advantages).toList()));
        for (TokenStream stream : credits.get(0).trajectory().streams()) {
            streams.put(
                    stream,
                    rows(
                            manager,
                            credits.stream()
                                    .map(credit -> credit.trajectory().stream(stream))
                                    .toList()));
        }
        return TokenBatch.of(
                manager.ones(streams.get(TokenStream.LOGPROBS).getShape()), streams, BatchTotals.of(credits, 2));
    }

    /** Log-sigmoid of plus or minus a logit: the log-probability of each token of each response. */
    private static NDArray logprobs(NDManager manager, NDArray logits) {
        float[][] signs = new float[RESPONSES.length][2];
        for (int i = 0; i < signs.length; i++) {
            for (int t = 0; t < 2; t++) {
                signs[i][t] = 2 * RESPONSES[i][t] - 1;
            }
        }
        return manager.create(signs)
                .mul(logits.reshape(1, 2))
                .neg()
                .exp()
                .add(1)
                .log()
                .neg();
    }

    private static NDArray rows(NDManager manager, List<float[]> rows) {
        return manager.create(rows.toArray(float[][]::new));
    }
}
