package org.reason4j.reward.generative.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.model.BradleyTerry;
import org.reason4j.api.track.Metrics;

/**
 * The reward model of {@code co-optimised-rm}: {@link BradleyTerry} on pairs of a response that the rule accepts and one that it
 * rejects.
 *
 * <p>The rejected one is a sibling, or a rewrite of the accepted one. A prompt without a response that is accepted, or without
 * one that is rejected, has no pair.
 */
final class CoOptimisedModel implements AuxiliaryModel {

    static final String NAME = "co-optimised-rm";

    /** Scores after each learned token, with the weights of the step's start. */
    static final TokenStream SCORES = TokenStream.of("reward-generative", "coOptimisedScores");

    /** The rule's verdict on every token: 1 accepted, 0 rejected, -1 for none. */
    static final TokenStream VERDICTS = TokenStream.of("reward-generative", "coOptimisedVerdicts");

    private final CoOptimisedConfig config;
    private final Metrics metrics;

    /** Rewrites of this step's responses; emptied when the step learns. */
    private final Map<String, Trajectory> rewrites = new ConcurrentHashMap<>();

    CoOptimisedModel(CoOptimisedConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /** Keeps a rewrite, which is rejected, for the step's pairs. */
    void keep(Trajectory right, Trajectory rewrite) {
        rewrites.put(key(right), rewrite);
    }

    private static String key(Trajectory response) {
        return response.sample() + " " + response.prompt().id() + " " + response.text();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Output output() {
        return Output.SCORES;
    }

    @Override
    public TokenStream stream() {
        return SCORES;
    }

    @Override
    public Learning learning() {
        return Learning.of(config.learningRate())
                .withPath(config.path())
                .withEpochs(config.epochs())
                .withClipNorm(config.clipNorm());
    }

    @Override
    public List<Credit> examples(List<Credit> credits) {
        Map<String, List<Trajectory>> byPrompt = new LinkedHashMap<>();
        for (Credit credit : credits) {
            byPrompt.computeIfAbsent(credit.trajectory().prompt().id(), id -> new ArrayList<>())
                    .add(credit.trajectory());
        }
        List<Credit> pairs = new ArrayList<>();
        byPrompt.values().forEach(group -> addPairs(group, pairs));
        rewrites.clear();
        metrics.add(NAME + "/pairs", pairs.size() / 2.0);
        return pairs;
    }

    private void addPairs(List<Trajectory> group, List<Credit> pairs) {
        List<Trajectory> right = accordingTo(group, 1);
        List<Trajectory> wrong = config.rewriter().isEmpty() ? accordingTo(group, 0) : List.of();
        int added = 0;
        for (int i = 0; i < right.size() && added < config.pairsPerPrompt(); i++) {
            Trajectory rejected = i < wrong.size() ? wrong.get(i) : rewrites.get(key(right.get(i)));
            if (rejected != null) {
                pairs.addAll(Credit.pair(pairs.size() / 2, scoredAtEnd(right.get(i)), scoredAtEnd(rejected)));
                added++;
            }
        }
    }

    private static List<Trajectory> accordingTo(List<Trajectory> group, float verdict) {
        return group.stream()
                .filter(one -> one.find(VERDICTS)
                        .filter(verdicts -> verdicts.length > 0 && verdicts[0] == verdict)
                        .isPresent())
                .toList();
    }

    /** The response without its streams, learned at its last learned token alone. */
    private static Trajectory scoredAtEnd(Trajectory one) {
        boolean[] last = new boolean[one.length()];
        last[lastLearned(one)] = true;
        return Trajectory.demonstration(one.prompt(), one.sample(), one.response(), one.text())
                .withLearned(last);
    }

    /** The token after which a response is scored; -1 where none is learned. */
    static int lastLearned(Trajectory one) {
        int t = one.length() - 1;
        while (t >= 0 && !one.isLearned(t)) {
            t--;
        }
        return t;
    }

    @Override
    public NDArray loss(TokenBatch batch, NDArray scores) {
        return BradleyTerry.loss(batch, scores, config.margin(), config.centring(), NAME);
    }
}
