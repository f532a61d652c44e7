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
import org.reason4j.optimizer.grpo.loss.Clip;
import org.reason4j.optimizer.grpo.loss.Gmpo;
import org.reason4j.optimizer.grpo.loss.Gspo;
import org.reason4j.optimizer.grpo.loss.PolicyLoss;
import org.reason4j.optimizer.grpo.loss.SequenceRatio;

/** Parts of a policy gradient, put together. */
class PolicyGradientTest {

    static Stream<PolicyLoss> perResponse() {
        return Stream.of(Gmpo.DEFAULTS, SequenceRatio.DEFAULTS);
    }

    @ParameterizedTest
    @MethodSource("perResponse")
    void aLossPerResponseRefusesAnAdvantagePerToken(PolicyLoss perResponse) {
        assertThatThrownBy(() -> new PolicyGradientConfig(
                        Estimate.REINFORCE_PP, perResponse, LossAggregation.SEQ_MEAN_TOKEN_MEAN))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("takes a response for one action")
                .hasMessageContaining(perResponse.getClass().getSimpleName());
    }

    @Test
    void aLossPerTokenTakesAnyAdvantage() {
        new PolicyGradientConfig(Estimate.REINFORCE_PP, Clip.DEFAULTS, LossAggregation.TOKEN_MEAN);
        new PolicyGradientConfig(Estimate.REMAX, Gspo.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_MEAN);
    }

    @Test
    void itsNeedsAreThoseOfItsParts() {
        PolicyGradient parts = new PolicyGradient(
                new PolicyGradientConfig(Estimate.REMAX, Clip.DEFAULTS, LossAggregation.SEQ_MEAN_TOKEN_SUM));
        assertThat(parts.requirements()).isEqualTo(new ClippedPolicyGradient(ClippedConfig.REMAX).requirements());
        assertThat(parts.requirements().greedyResponse()).isTrue();
        assertThat(new PolicyGradient(PolicyGradientConfig.DEFAULTS).requirements())
                .isEqualTo(new Grpo(GrpoConfig.DEFAULTS).requirements());
    }
}
