package org.reason4j.core.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** Credits that one update learns from, and the micro-batches that they go through a model in. */
final class MiniBatch {

    /** Streams of sampling, which a trajectory of another origin may lack: zeros then. Batches say so per row. */
    private static final Set<TokenStream> SAMPLED =
            Set.of(TokenStream.BEHAVIOUR_LOGPROBS, TokenStream.SAMPLED_LOGPROBS, TokenStream.TURN_REWARDS);

    private final List<Credit> credits;
    private final BatchTotals totals;
    private final List<MicroBatch> microBatches;
    private final Set<TokenStream> attached;

    MiniBatch(List<Credit> credits, UpdateSettings settings) {
        this.credits = credits;
        totals = BatchTotals.of(credits, settings.longestResponse());
        List<Trajectory> trajectories = credits.stream().map(Credit::trajectory).toList();
        microBatches = MicroBatch.split(trajectories, settings.tokensPerMicroBatch());
        attached = trajectories.stream().flatMap(one -> one.streams().stream()).collect(Collectors.toSet());
    }

    /** The mini-batches of one pass over a step's credits, in their order. */
    static List<MiniBatch> split(List<Credit> credits, UpdateSettings settings) {
        int parts = settings.miniBatches();
        List<MiniBatch> split = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) credits.size() * part / parts);
            int to = (int) ((long) credits.size() * (part + 1) / parts);
            if (from < to) {
                split.add(new MiniBatch(credits.subList(from, to), settings));
            }
        }
        return split;
    }

    List<Credit> credits() {
        return credits;
    }

    BatchTotals totals() {
        return totals;
    }

    List<MicroBatch> microBatches() {
        return microBatches;
    }

    /** The advantages of a micro-batch, and every stream that a trajectory of the mini-batch carries, {@code [B, T]} each. */
    Map<TokenStream, NDArray> streams(NDManager scope, MicroBatch batch) {
        Shape shape = new Shape(batch.size(), batch.width());
        List<Credit> members = IntStream.range(0, batch.size())
                .mapToObj(i -> credits.get(batch.index(i)))
                .toList();
        Map<TokenStream, NDArray> streams = new HashMap<>();
        List<float[]> advantages = members.stream().map(Credit::advantages).toList();
        streams.put(TokenStream.ADVANTAGES, scope.create(batch.padded(advantages), shape));
        for (TokenStream stream : attached) {
            List<float[]> rows = members.stream()
                    .map(credit -> values(credit.trajectory(), stream))
                    .toList();
            streams.put(stream, scope.create(batch.padded(rows), shape));
        }
        return streams;
    }

    private static float[] values(Trajectory trajectory, TokenStream stream) {
        Optional<float[]> values = trajectory.find(stream);
        if (values.isEmpty() && !SAMPLED.contains(stream)) {
            throw new IllegalStateException(
                    "Sample " + trajectory.sample() + " of prompt '"
                            + trajectory.prompt().id() + "' has no stream '" + stream.name()
                            + "', but others of its mini-batch have. A component attaches a stream to every trajectory or to none.");
        }
        return values.orElseGet(() -> new float[trajectory.length()]);
    }
}
