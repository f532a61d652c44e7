package org.reason4j.core.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.host.config.Recipe;

/** Credits that one update learns from, and the micro-batches that they go through a model in. */
final class MiniBatch {

    private final List<Credit> credits;
    private final BatchTotals totals;
    private final List<MicroBatch> microBatches;
    private final Set<Stream> attached;

    MiniBatch(List<Credit> credits, Recipe recipe) {
        this.credits = credits;
        totals = BatchTotals.of(credits, recipe.rollout().maxTokens());
        List<Trajectory> trajectories = credits.stream().map(Credit::trajectory).toList();
        microBatches = MicroBatch.split(trajectories, recipe.training().tokensPerMicroBatch());
        attached = trajectories.stream()
                .flatMap(one -> one.streams().keySet().stream())
                .collect(Collectors.toSet());
    }

    /** The mini-batches of one pass over a step's credits, in their order. */
    static List<MiniBatch> split(List<Credit> credits, Recipe recipe) {
        int parts = recipe.training().miniBatches();
        List<MiniBatch> split = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) credits.size() * part / parts);
            int to = (int) ((long) credits.size() * (part + 1) / parts);
            if (from < to) {
                split.add(new MiniBatch(credits.subList(from, to), recipe));
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
    Map<Stream, NDArray> streams(NDManager scope, MicroBatch batch) {
        Shape shape = new Shape(batch.size(), batch.width());
        List<Credit> members = IntStream.range(0, batch.size())
                .mapToObj(i -> credits.get(batch.index(i)))
                .toList();
        Map<Stream, NDArray> streams = new HashMap<>();
        List<float[]> advantages = members.stream().map(Credit::advantages).toList();
        streams.put(Stream.ADVANTAGES, scope.create(batch.padded(advantages), shape));
        for (Stream stream : attached) {
            List<float[]> rows = members.stream()
                    .map(credit -> values(credit.trajectory(), stream))
                    .toList();
            streams.put(stream, scope.create(batch.padded(rows), shape));
        }
        return streams;
    }

    private static float[] values(Trajectory trajectory, Stream stream) {
        float[] values = trajectory.streams().get(stream);
        if (values == null) {
            throw new IllegalStateException(
                    "Sample " + trajectory.sample() + " of prompt '"
                            + trajectory.prompt().id() + "' has no stream '" + stream.name()
                            + "', but others of its mini-batch have. Whoever attaches a stream attaches it to every trajectory.");
        }
        return values;
    }
}
