package org.reason4j.reward.dense.turn;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.optimizer.CreditShaper;

/**
 * Credit that fades towards the first turn: tokens of turn {@code k} of {@code K} keep {@code gamma^(K - k)} of their advantage, so
 * that the return of a turn is the outcome, discounted by the turns that still follow.
 *
 * <p>The factor is on the advantage and not on the outcome before it is compared: early turns of a right response stay better than
 * those of a wrong one. It goes with every optimizer whose loss reads advantages per token.
 *
 * @see <a href="https://arxiv.org/abs/2504.20073">RAGEN</a>
 */
public record TurnDiscount(TurnDiscountConfig config) implements CreditShaper {

    /** Returns the factor of each turn, {@code [turns]}. */
    static double[] factors(int turns, double gamma) {
        double[] factors = new double[turns];
        for (int k = 0; k < turns; k++) {
            factors[k] = Math.pow(gamma, turns - 1 - k);
        }
        return factors;
    }

    @Override
    public List<Credit> shape(List<Credit> credits) {
        return credits.stream().map(this::shape).toList();
    }

    private Credit shape(Credit credit) {
        List<Turns.Turn> turns = Turns.of(credit.trajectory());
        double[] factors = factors(turns.size(), config.gamma());
        float[] advantages = credit.advantages();
        for (int k = 0; k < factors.length; k++) {
            for (int t = turns.get(k).start(); t < turns.get(k).end(); t++) {
                advantages[t] *= (float) factors[k];
            }
        }
        return credit.withAdvantages(advantages);
    }
}
