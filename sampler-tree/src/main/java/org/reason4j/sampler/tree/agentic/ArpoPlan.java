package org.reason4j.sampler.tree.agentic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.track.Metrics;

/**
 * The responses to one prompt. First some begin at the prompt; then tool turns decide, those of all responses that come
 * second before those that come third, and so on, until no response is left to be written. Where no turn is left, further
 * responses begin at the prompt.
 */
final class ArpoPlan implements RolloutPlan {

    private final Prompt prompt;
    private final ArpoRolloutConfig config;
    private final SamplingParams params;
    private final int size;
    private final int vocabulary;
    private final long key;
    private final Function<List<Trajectory>, List<TopTokens>> model;
    private final Metrics metrics;
    private final List<ToolTurn> undecided = new ArrayList<>();
    private final Map<Integer, Double> firstEntropy = new HashMap<>(); // by sample: that of the response's first turn
    private final Map<Integer, ToolTurn> origin = new HashMap<>(); // by sample: the turn where it branched
    private int samples;
    private int branched;

    /**
     * A turn of a response that follows a tool's result.
     *
     * @param response the response
     * @param at its first token
     * @param number number of the turn in the response, from 1 for the first that follows a result
     * @param change entropy of its first tokens, less that of the response's first turn
     */
    private record ToolTurn(Trajectory response, int at, int number, double change) {

        static final Comparator<ToolTurn> ORDER = Comparator.comparingInt(ToolTurn::number)
                .thenComparingInt(turn -> turn.response().sample());
    }

    /**
     * Prepares a plan.
     *
     * @param size responses of the group
     * @param vocabulary size of the policy's vocabulary
     * @param key key of the plan's draws
     * @param model gives the most likely tokens at every position
     */
    ArpoPlan(
            Prompt prompt,
            ArpoRolloutConfig config,
            SamplingParams params,
            int size,
            int vocabulary,
            long key,
            Function<List<Trajectory>, List<TopTokens>> model,
            Metrics metrics) {
        this.prompt = prompt;
        this.config = config;
        this.params = params;
        this.size = size;
        this.vocabulary = vocabulary;
        this.key = key;
        this.model = model;
        this.metrics = metrics;
    }

    @Override
    public List<RolloutRequest> next(List<Trajectory> written) {
        if (samples == 0) {
            return fresh(config.initial());
        }
        if (samples < size) {
            look(written);
        }
        while (samples < size && !undecided.isEmpty()) {
            List<RolloutRequest> requests = decide(undecided.get(0).number());
            if (!requests.isEmpty()) {
                return requests;
            }
        }
        undecided.clear();
        if (samples == size) {
            metrics.mean("arpo/branches", branched);
        }
        return fresh(size - samples);
    }

    private List<RolloutRequest> fresh(int count) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(RolloutRequest.of(prompt, samples++, params));
        }
        return requests;
    }

    /** Notes the tool turns of responses, in the order of decision. A response whose environment failed has none. */
    private void look(List<Trajectory> written) {
        List<Trajectory> whole = written.stream()
                .filter(response -> response.finish() != Finish.FAILED && response.length() > 0)
                .toList();
        List<TopTokens> tops = whole.isEmpty() ? List.of() : model.apply(whole);
        for (int i = 0; i < whole.size(); i++) {
            look(whole.get(i), tops.get(i));
        }
        undecided.sort(ToolTurn.ORDER);
    }

    private void look(Trajectory response, TopTokens top) {
        int shared = response.branch().map(Branch::at).orElse(0);
        ToolTurn from = origin.get(response.sample());
        double first = from == null
                ? entropy(response, top, 0)
                : Objects.requireNonNull(firstEntropy.get(from.response().sample()));
        firstEntropy.put(response.sample(), first);
        int number = from == null ? 0 : from.number();
        for (int t = shared + 1; t < response.length(); t++) {
            if (response.isLearned(t) && !response.isLearned(t - 1)) {
                double change = entropy(response, top, t) - first;
                metrics.mean("arpo/entropy_change", change);
                undecided.add(new ToolTurn(response, t, ++number, change));
            }
        }
    }

    /** Entropy of the turn that begins at a token. */
    private double entropy(Trajectory response, TopTokens top, int from) {
        int to = from + 1;
        while (to < response.length() && to < from + config.entropyTokens() && response.isLearned(to)) {
            to++;
        }
        return Uncertainty.entropy(top, from, to, vocabulary);
    }

    /** Decides about the turns of one number, which come first, as long as responses are left. */
    private List<RolloutRequest> decide(int number) {
        List<RolloutRequest> requests = new ArrayList<>();
        while (!undecided.isEmpty() && undecided.get(0).number() == number && samples < size) {
            ToolTurn turn = undecided.remove(0);
            if (branches(turn)) {
                branched++;
                for (int i = 0; i < config.branches() && samples < size; i++) {
                    origin.put(samples, turn);
                    requests.add(branch(turn, samples++));
                }
            }
        }
        return requests;
    }

    private RolloutRequest branch(ToolTurn turn, int sample) {
        String reason = String.format(
                Locale.ROOT, "tool turn %s: entropy %+.3f, P %.2f", turn.number(), turn.change(), probability(turn));
        return RolloutRequest.branch(
                        turn.response(), turn.at(), sample, params.withMaxTokens(params.maxTokens() - turn.at()))
                .withBranch(new Branch(turn.response().sample(), turn.at(), reason));
    }

    private double probability(ToolTurn turn) {
        return Uncertainty.probability(config.alpha(), config.beta(), turn.change());
    }

    private boolean branches(ToolTurn turn) {
        return switch (config.rule()) {
            case THRESHOLD -> probability(turn) > config.threshold();
            case DRAW -> {
                long place = SplitMix64.key(key, turn.response().sample(), turn.number());
                yield SplitMix64.uniform(SplitMix64.number(place, 0)) < probability(turn);
            }
        };
    }

    /** Returns false once the group is complete: nothing will grow out of its last responses. */
    @Override
    public boolean keeps(RolloutRequest request) {
        return samples < size;
    }

    @Override
    public long maxTokens() {
        return (long) (size - 1) * params.maxTokens();
    }
}
