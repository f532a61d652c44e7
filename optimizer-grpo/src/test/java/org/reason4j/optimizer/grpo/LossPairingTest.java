package org.reason4j.optimizer.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.optimizer.grpo.advantage.Estimate;
import org.reason4j.optimizer.grpo.loss.Cispo;
import org.reason4j.optimizer.grpo.loss.Disco;
import org.reason4j.optimizer.grpo.loss.DppoKl;
import org.reason4j.optimizer.grpo.loss.DppoTv;
import org.reason4j.optimizer.grpo.loss.Luspo;
import org.reason4j.optimizer.grpo.loss.Nft;
import org.reason4j.optimizer.grpo.loss.PolicyLoss;
import org.reason4j.optimizer.grpo.loss.PrimeDppoKl;
import org.reason4j.optimizer.grpo.loss.PrimeIpo;
import org.reason4j.optimizer.grpo.loss.Sapo;
import org.reason4j.optimizer.grpo.loss.Vespo;
import org.reason4j.optimizer.grpo.tokens.Anchor;

/** What a loss goes with. */
class LossPairingTest {

    /** No baseline: advantages of rewards of 0 and 1 are never negative. */
    private static final Estimate RAW = new Estimate(
            Estimate.Returns.RESPONSE,
            1,
            Estimate.Baseline.NONE,
            Estimate.GroupDeviation.NONE,
            0,
            Estimate.Singleton.ZERO,
            false);

    static Stream<PolicyLoss> perResponse() {
        return Stream.of(Luspo.DEFAULTS, Vespo.DEFAULTS, Disco.DEFAULTS, Nft.DEFAULTS);
    }

    @ParameterizedTest
    @MethodSource("perResponse")
    void aLossPerResponseRefusesAnAdvantagePerToken(PolicyLoss loss) {
        LossAggregation aggregation = loss.aggregations().iterator().next();
        assertThatThrownBy(() -> new PolicyGradientConfig(Estimate.REINFORCE_PP, loss, aggregation))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("takes a response for one action");
    }

    static Stream<PolicyLoss> ofClasses() {
        return Stream.of(Disco.DEFAULTS, Nft.DEFAULTS);
    }

    @ParameterizedTest
    @MethodSource("ofClasses")
    void aLossThatReadsTheSignOfAdvantagesNeedsABaselineOfTheGroup(PolicyLoss loss) {
        LossAggregation aggregation = loss.aggregations().iterator().next();
        assertThatThrownBy(() -> new PolicyGradientConfig(RAW, loss, aggregation))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tells right responses to a prompt from wrong ones")
                .hasMessageContaining("Choose a baseline of the group");
    }

    @Test
    void aLossWithAMeanOfItsOwnRefusesOthers() {
        assertThatThrownBy(
                        () -> new PolicyGradientConfig(Estimate.DEFAULTS, Disco.DEFAULTS, LossAggregation.TOKEN_MEAN))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("aggregation must be [PROMPT_MEAN], got TOKEN_MEAN");
        assertThatThrownBy(() ->
                        new PolicyGradientConfig(Estimate.DEFAULTS, Luspo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_SUM))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("aggregation must be [SEQ_MEAN_TOKEN_MEAN], got SEQ_MEAN_TOKEN_SUM");
    }

    @Test
    void lossesThatAreAnchoredOnTheBehaviourAreTheOneCorrectionOfARecipe() {
        assertThat(Stream.of(
                        DppoTv.DEFAULTS,
                        DppoKl.DEFAULTS,
                        PrimeDppoKl.DEFAULTS,
                        PrimeIpo.DEFAULTS,
                        new Cispo(0, 5, Anchor.BEHAVIOUR),
                        new Vespo(2, 3, 3, 2, Anchor.BEHAVIOUR)))
                .allMatch(loss -> loss.requirements().samplingCorrection());
        assertThat(Stream.of(Cispo.DEFAULTS, Vespo.DEFAULTS, Sapo.DEFAULTS))
                .noneMatch(loss -> loss.requirements().samplingCorrection());
    }

    @Test
    void cispoKeepsItsFlatSettingsAndPassesItsAnchorOn() {
        CispoConfig config = new CispoConfig(0, 5, Anchor.BEHAVIOUR, Estimate.DEFAULTS, LossAggregation.PROMPT_MEAN);
        assertThat(new CispoOptimizer(config).requirements().samplingCorrection())
                .isTrue();
        assertThat(config.parts().aggregation()).isEqualTo(LossAggregation.PROMPT_MEAN);
    }
}
