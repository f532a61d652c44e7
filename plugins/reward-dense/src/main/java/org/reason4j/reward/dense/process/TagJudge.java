package org.reason4j.reward.dense.process;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.TokenScores;

/**
 * Logits of steps by a language model: {@code ln p(+) - ln p(-)} after the tag of each step, so that their sigmoid is {@code
 * p(+) / (p(+) + p(-))}.
 *
 * <p>One pass over each response gives its judgements from the most likely tokens. Where one of the two is not among them, its
 * log-probability costs a pass of its own.
 *
 * @see <a href="https://arxiv.org/abs/2312.08935">Math-Shepherd</a>
 * @see <a href="https://github.com/RLHFlow/RLHF-Reward-Modeling/tree/main/math-rm">RLHFlow's process reward models</a>
 */
final class TagJudge implements StepJudge {

    private static final int TOP = 16;

    private final Verdicts verdicts;
    private final ScoringModel model;
    private final int top;

    /**
     * A judge.
     *
     * @param vocabulary number of token ids of the model
     */
    TagJudge(Verdicts verdicts, ScoringModel model, int vocabulary) {
        this.verdicts = verdicts;
        this.model = model;
        top = Math.min(TOP, vocabulary);
    }

    @Override
    public int lastToken() {
        return verdicts.positive();
    }

    @Override
    public List<double[]> logits(List<TaggedSteps> responses) {
        List<TokenScores> scores =
                model.score(responses.stream().map(TaggedSteps::sequence).toList(), top);
        Missing missing = new Missing();
        List<double[]> logits = new ArrayList<>();
        for (int i = 0; i < responses.size(); i++) {
            TaggedSteps steps = responses.get(i);
            double[] own = new double[steps.places().length];
            for (int k = 0; k < own.length; k++) {
                TopTokens found = scores.get(i).top().orElseThrow();
                own[k] = missing.orAsk(steps, k, found, verdicts.positive(), own, 1)
                        - missing.orAsk(steps, k, found, verdicts.negative(), own, -1);
            }
            logits.add(own);
        }
        missing.fill(model);
        return logits;
    }

    /** Log-probabilities that are not among the most likely ones. */
    private static final class Missing {

        private record Gap(double[] logits, int step, int sign) {}

        private final List<Trajectory> sequences = new ArrayList<>();
        private final List<Gap> gaps = new ArrayList<>();

        /** The log-probability of a token at a judgement, or 0 until it is filled in. */
        double orAsk(TaggedSteps steps, int step, TopTokens found, int token, double[] logits, int sign) {
            OptionalDouble known = find(found, steps.places()[step], token);
            if (known.isEmpty()) {
                sequences.add(steps.with(step, token));
                gaps.add(new Gap(logits, step, sign));
            }
            return known.orElse(0);
        }

        private static OptionalDouble find(TopTokens found, int place, int token) {
            int[] ids = found.ids();
            for (int j = place * found.k(); j < (place + 1) * found.k(); j++) {
                if (ids[j] == token) {
                    return OptionalDouble.of(found.logprobs()[j]);
                }
            }
            return OptionalDouble.empty();
        }

        void fill(ScoringModel model) {
            if (sequences.isEmpty()) {
                return;
            }
            List<TokenScores> scores = model.score(sequences);
            for (int i = 0; i < gaps.size(); i++) {
                float[] logprobs = scores.get(i).logprobs();
                Gap gap = gaps.get(i);
                gap.logits()[gap.step()] += gap.sign() * logprobs[logprobs.length - 1];
            }
        }
    }
}
