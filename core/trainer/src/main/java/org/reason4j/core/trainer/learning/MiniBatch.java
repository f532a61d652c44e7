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
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** Credits that one update learns from, and the micro-batches that they go through a model in. */
final class MiniBatch {

    /** Streams of sampling, which a trajectory of another origin may lack: zeros then. Batches say so per row. */
    private static final Set<TokenStream> SAMPLED = Set.of(
            TokenStream.BEHAVIOUR_LOGPROBS,
            TokenStream.SAMPLED_LOGPROBS,
            TokenStream.POLICY_VERSION,
            TokenStream.TURN_REWARDS);

    private final List<Credit> credits;
    private final BatchTotals totals;
    private final List<MicroBatch> microBatches;
    private final Set<TokenStream> attached;
    private final TopColumns tops;
    private final int[] groups; // of each credit, from 0 in order of their first members

    /**
     * Splits credits into micro-batches.
     *
     * @throws IllegalStateException if their trajectories differ in the top tokens that they carry
     */
    MiniBatch(List<Credit> credits, Batching batching) {
        this.credits = credits;
        totals = BatchTotals.of(credits, batching.maxResponseTokens());
        List<Trajectory> trajectories = credits.stream().map(Credit::trajectory).toList();
        microBatches = MicroBatch.split(
                trajectories,
                batching.hasUnits() ? Optional.of(Units.of(credits, batching)) : Optional.empty(),
                batching.tokensPerMicroBatch(),
                batching.observing());
        attached = trajectories.stream().flatMap(one -> one.streams().stream()).collect(Collectors.toSet());
        tops = TopColumns.of(trajectories);
        Map<String, Integer> numbers = new HashMap<>();
        groups = trajectories.stream()
                .mapToInt(one -> numbers.computeIfAbsent(one.prompt().id(), id -> numbers.size()))
                .toArray();
    }

    /** The mini-batches of one pass over a step's credits, in their order; units of credits stay undivided. */
    static List<MiniBatch> split(List<Credit> credits, Batching batching) {
        int parts = batching.miniBatches();
        List<MiniBatch> split = new ArrayList<>();
        if (batching.hasUnits()) {
            for (List<Credit> part : units(credits, batching)) {
                split.add(new MiniBatch(part, batching));
            }
            return split;
        }
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) credits.size() * part / parts);
            int to = (int) ((long) credits.size() * (part + 1) / parts);
            if (from < to) {
                split.add(new MiniBatch(credits.subList(from, to), batching));
            }
        }
        return split;
    }

    /** Parts of about as many credits each. A unit is in the part of its first credit, were units side by side. */
    private static List<List<Credit>> units(List<Credit> credits, Batching batching) {
        int[] units = Units.of(credits, batching);
        Map<Integer, Integer> parts = new HashMap<>();
        long before = 0;
        for (int i = 0; i < units.length; i++) {
            if (units[i] == i) {
                parts.put(i, (int) (before * batching.miniBatches() / credits.size()));
                before += size(units, i);
            }
        }
        List<List<Credit>> split = new ArrayList<>();
        for (int part = 0; part < batching.miniBatches(); part++) {
            int number = part;
            split.add(IntStream.range(0, units.length)
                    .filter(i -> parts.getOrDefault(units[i], 0) == number)
                    .mapToObj(credits::get)
                    .toList());
        }
        split.removeIf(List::isEmpty);
        return split;
    }

    private static long size(int[] units, int unit) {
        return IntStream.of(units).filter(one -> one == unit).count();
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

    /** Top tokens that its trajectories carry. */
    TopColumns tops() {
        return tops;
    }

    /** Source of each row of a micro-batch. */
    List<TokenBatch.Row> rows(MicroBatch batch) {
        return IntStream.range(0, batch.size())
                .map(batch::index)
                .mapToObj(i -> TokenBatch.Row.of(credits.get(i), groups[i]))
                .toList();
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
