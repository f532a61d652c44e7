package org.reason4j.distillation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;

/** Models whose log-probabilities a test says, and which remember what they were asked. */
public final class ScriptedModels implements ScoringModels {

    private final Map<ModelRef, Function<Trajectory, float[]>> numbers = new HashMap<>();
    private int maxTokens = Integer.MAX_VALUE;
    public final List<Trajectory> asked = new ArrayList<>();

    /** Says the log-probabilities of a model, {@code [L]} of a response or more. */
    public ScriptedModels with(ModelRef ref, Function<Trajectory, float[]> logprobs) {
        numbers.put(ref, logprobs);
        return this;
    }

    /** Says how much the models read. */
    public ScriptedModels reading(int tokens) {
        maxTokens = tokens;
        return this;
    }

    @Override
    public ScoringModel get(ModelRef ref) {
        Function<Trajectory, float[]> own = numbers.get(ref);
        if (own == null) {
            throw new IllegalStateException("nobody declared " + ref);
        }
        return new ScoringModel() {
            @Override
            public List<TokenScores> score(List<Trajectory> trajectories, int topK) {
                asked.addAll(trajectories);
                return trajectories.stream()
                        .map(one -> scores(Arrays.copyOf(own.apply(one), one.length()), topK))
                        .toList();
            }

            @Override
            public List<TokenScores> scoreTokens(List<Trajectory> trajectories, List<TopTokens> tokens) {
                List<TokenScores> scores = new ArrayList<>();
                for (int i = 0; i < tokens.size(); i++) {
                    Trajectory one = trajectories.get(i);
                    asked.add(one);
                    int[] ids = tokens.get(i).ids();
                    float[] logprobs = new float[ids.length];
                    for (int j = 0; j < ids.length; j++) {
                        logprobs[j] = -0.5f - ids[j];
                    }
                    scores.add(scores(Arrays.copyOf(own.apply(one), one.length()), 0)
                            .withTop(TopTokens.of(tokens.get(i).k(), ids, logprobs)));
                }
                return scores;
            }

            @Override
            public int maxTokens() {
                return maxTokens;
            }
        };
    }

    private static TokenScores scores(float[] logprobs, int k) {
        TokenScores plain = TokenScores.of(logprobs, new float[logprobs.length]);
        if (k == 0) {
            return plain;
        }
        int[] ids = new int[logprobs.length * k];
        float[] top = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i % k;
            top[i] = -1 - i % k;
        }
        return plain.withTop(TopTokens.of(k, ids, top));
    }
}
