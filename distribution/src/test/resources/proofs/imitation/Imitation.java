package proofs.imitation;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.track.Metrics;

/** {@code -sum p(v) log pi(v)} over the teacher's {@code k} most likely tokens {@code v}: its cross-entropy without the tail. */
record Imitation(Config config, ScoringModels scoring, Metrics metrics) implements PolicyOptimizer {

    record Config(String teacher, int k) {}

    private static final TokenStream TEACHER = TokenStream.of("imitation", "teacher");

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            List<Trajectory> responses =
                    group.trajectories().stream().map(ScoredTrajectory::trajectory).toList();
            List<TokenScores> scores =
                    scoring.get(ModelRef.directory(config.teacher())).score(responses, config.k());
            for (int i = 0; i < responses.size(); i++) {
                report(responses.get(i), scores.get(i));
                credits.add(Credit.constant(
                        responses.get(i).with(TEACHER, scores.get(i).top().orElseThrow()), 1));
            }
        }
        return credits;
    }

    /** Sums of the list by hand, beside the numbers that the model gives by itself. */
    private void report(Trajectory response, TokenScores scores) {
        TopTokens top = scores.top().orElseThrow();
        int k = top.k();
        for (int t = 0; t < response.length(); t++) {
            double mass = 0;
            double entropy = 0;
            for (int j = t * k; j < (t + 1) * k; j++) {
                double logprob = top.logprobs()[j];
                mass += Math.exp(logprob);
                entropy -= Math.exp(logprob) * logprob;
                if (top.ids()[j] == response.token(t)) {
                    metrics.mean("teacher/logprob_difference", Math.abs(logprob - scores.logprobs()[t]));
                }
                if (j > t * k) {
                    metrics.add("teacher/out_of_order", top.logprobs()[j - 1] >= logprob ? 0 : 1);
                }
            }
            metrics.mean("teacher/mass", mass);
            metrics.mean("teacher/entropy_difference", scores.entropies()[t] - entropy);
        }
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        TokenBatch.Top top = batch.top(TEACHER);
        batch.metric("policy/top_mass", top.policy().exp().sum(new int[] {2}));
        return batch.tokenMean(
                top.logprobs().exp().mul(top.policy()).sum(new int[] {2}).neg());
    }

    @Override
    public Requirements requirements() {
        return Requirements.models(ModelRef.directory(config.teacher()));
    }
}
