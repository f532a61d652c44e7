package org.reason4j.reward.dense.process;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.TokenScores;

/** Logits of steps by a scalar head: its number for the state after each tag, before the next token is read. */
record HeadJudge(ScoringModel model, int lastToken) implements StepJudge {

    @Override
    public List<double[]> logits(List<TaggedSteps> responses) {
        List<TokenScores> scores =
                model.score(responses.stream().map(TaggedSteps::sequence).toList());
        List<double[]> logits = new ArrayList<>();
        for (int i = 0; i < responses.size(); i++) {
            float[] values = scores.get(i).values();
            int[] places = responses.get(i).places();
            double[] own = new double[places.length];
            for (int k = 0; k < own.length; k++) {
                own[k] = values[places[k]];
            }
            logits.add(own);
        }
        return logits;
    }
}
