package org.reason4j.optimizer.preference;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.model.BradleyTerry;

/**
 * Direct preference optimization: {@code -(1 - e) log sigmoid(beta h) - e log sigmoid(-beta h)} with the margin {@code h = log(pi /
 * pi_ref)(chosen) - log(pi / pi_ref)(rejected)} of whole responses; the mean over pairs.
 *
 * <p>It is the loss of a reward model, {@link BradleyTerry}, with the reward that the policy implies; as {@code -log sigmoid(-x) = x -
 * log sigmoid(x)}, label smoothing adds {@code e beta h}.
 *
 * <p>Metrics: {@code preference/accuracy}, {@code preference/margin} ({@code beta h}), {@code preference/reward_chosen}, {@code
 * preference/reward_rejected}.
 *
 * @param beta strength of the pull to the reference policy, positive
 * @param labelSmoothing probability {@code e} that the labels of a pair are swapped, in [0, 0.5); 0 is plain DPO
 * @see <a href="https://arxiv.org/abs/2305.18290">DPO, equation 7</a>
 * @see <a href="https://ericmitchell.ai/cdpo.pdf">A note on DPO with noisy preferences, equation 3: conservative DPO</a>
 */
public record Dpo(double beta, double labelSmoothing) implements PairLoss {

    /** As in the paper and TRL. */
    public static final Dpo DEFAULTS = new Dpo(0.1, 0);

    /** Conservative DPO: the labels of one pair in ten are taken for swapped. */
    static final Dpo CONSERVATIVE = new Dpo(0.1, 0.1);

    /** Conventions of papers, by name. */
    public static final Map<String, Dpo> PRESETS = Map.of("conservative", CONSERVATIVE);

    public Dpo {
        check(beta > 0 && Double.isFinite(beta), "dpo.beta must be positive, got %s", beta);
        check(
                labelSmoothing >= 0 && labelSmoothing < 0.5,
                "dpo.labelSmoothing must be in [0, 0.5), got %s; with 0.5 nothing could be learned",
                labelSmoothing);
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray rewards = ImplicitReward.perToken(batch, beta);
        NDArray perRow = batch.rowSums(rewards);
        ImplicitReward.report(batch, perRow);
        NDArray loss = BradleyTerry.loss(batch, rewards, 0, 0, "preference");
        return labelSmoothing == 0
                ? loss
                : loss.add(batch.pairMean(batch.pairDifferences(perRow)).mul(batch.constant(labelSmoothing)));
    }
}
