package org.reason4j.reward.generative.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.testkit.Characters;

/** A policy whose log-probabilities after a text are given for a response's last tokens; those of other tokens are -0.25. */
final class ScriptedPolicy implements ScoringModels {

    final List<Trajectory> asked = new ArrayList<>();
    private final Map<String, double[]> last = new HashMap<>();

    ScriptedPolicy says(String response, double... logprobs) {
        last.put(response, logprobs);
        return this;
    }

    @Override
    public ScoringModel get(ModelRef ref) {
        if (!ref.equals(ModelRef.POLICY)) {
            throw new IllegalStateException("not declared: " + ref);
        }
        return (trajectories, topK) -> {
            asked.addAll(trajectories);
            return trajectories.stream().map(this::scores).toList();
        };
    }

    private TokenScores scores(Trajectory one) {
        String text = new Characters().decode(one.response(), false);
        double[] known = last.getOrDefault(text, new double[0]);
        float[] logprobs = new float[one.length()];
        Arrays.fill(logprobs, -0.25f);
        for (int i = 0; i < known.length; i++) {
            logprobs[logprobs.length - known.length + i] = (float) known[i];
        }
        return TokenScores.of(logprobs, new float[logprobs.length]);
    }

    List<String> texts() {
        return asked.stream()
                .map(one -> new Characters().decode(one.response(), false))
                .toList();
    }
}
