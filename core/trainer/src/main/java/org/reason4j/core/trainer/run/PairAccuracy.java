package org.reason4j.core.trainer.run;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.trainer.evaluation.Evaluator;
import org.reason4j.core.trainer.evaluation.Measuring;
import org.reason4j.core.trainer.learning.Learner;
import org.reason4j.core.trainer.learning.MicroBatch;

/**
 * Measures a reward model on held-out pairs: the share of them whose chosen response has the higher score, a tie counted half.
 *
 * @param pairs those to measure on, of which the first are measured where fewer are asked for
 * @param model the reward model
 * @param tokensPerPass most tokens in one pass, padding included
 */
record PairAccuracy(PreferencePairs pairs, Learner model, int tokensPerPass) implements Measuring {

    /** The same pairs, measured with another model. */
    PairAccuracy of(Learner other) {
        return new PairAccuracy(pairs, other, tokensPerPass);
    }

    @Override
    public Evaluator.Result greedy(List<Prompt> prompts, Progress progress) {
        return full(prompts, progress);
    }

    @Override
    public Evaluator.Result full(List<Prompt> prompts, Progress progress) {
        List<Trajectory> responses = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            pairs.pair(i, pairs.examples().get(i)).stream()
                    .map(Credit::trajectory)
                    .forEach(responses::add);
        }
        double[] scores = new double[responses.size()];
        long done = 0;
        for (MicroBatch batch : MicroBatch.split(responses, tokensPerPass)) {
            float[] scored = model.output(batch.rows());
            for (int i = 0; i < scored.length; i++) {
                scores[batch.index(i)] = scored[i];
            }
            done += batch.size();
            progress.responses(done / 2);
        }
        double right = 0;
        for (int i = 0; i < scores.length; i += 2) {
            right += scores[i] == scores[i + 1] ? 0.5 : scores[i] > scores[i + 1] ? 1 : 0;
        }
        double accuracy = right / prompts.size();
        double length =
                responses.stream().mapToInt(Trajectory::length).average().orElse(0);
        double error = Math.sqrt(accuracy * (1 - accuracy) / prompts.size());
        HeldOutScores measurement =
                new HeldOutScores(accuracy, error, new TreeMap<>(), new TreeMap<>(), length, prompts.size());
        return new Evaluator.Result(measurement, List.of(), 0);
    }
}
