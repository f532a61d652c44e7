package org.reason4j.optimizer.mixed.demonstration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Services;

class DemonstrationsTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    private record Step(List<Prompt> prompts, int longest) implements SamplingStep {

        @Override
        public int number() {
            return 1;
        }

        @Override
        public int groupSize() {
            return 4;
        }

        @Override
        public SamplingParams params() {
            return SamplingParams.of(longest);
        }

        @Override
        public RolloutEngine rollouts() {
            return Services.engine();
        }
    }

    private List<Group> sample(boolean beside, boolean required, int longest, Prompt... prompts) {
        return new Demonstrations(new Demonstrations.Config(beside, required), new Characters(), metrics)
                .sample(new Step(List.of(prompts), longest));
    }

    private static final Prompt SHOWN = Samples.prompt("shown", "1+1=").withResponse("2!");
    private static final Prompt BARE = Samples.prompt("bare", "1+2=");

    private static List<Origin> origins(Group group) {
        return group.trajectories().stream().map(Trajectory::origin).toList();
    }

    @Test
    void theDemonstrationStandsForTheLastResponse() {
        Group group = sample(false, true, 12, SHOWN).get(0);
        assertThat(origins(group)).containsExactly(Origin.POLICY, Origin.POLICY, Origin.POLICY, Origin.DEMONSTRATION);
        Trajectory shown = group.trajectories().get(3);
        assertThat(shown.sample()).isEqualTo(3);
        assertThat(shown.response()).containsExactly('2', '!', '$'); // with the token that ends a response
        assertThat(shown.text()).isEqualTo("2!");
    }

    @Test
    void besideTheResponsesItIsOneMore() {
        List<Group> groups = sample(true, false, 12, SHOWN, BARE, SHOWN);
        assertThat(groups).extracting(Group::size).containsExactly(5, 4, 5);
        assertThat(origins(groups.get(0)).get(4)).isEqualTo(Origin.DEMONSTRATION);
        assertThat(groups.get(2).trajectories())
                .allMatch(one -> one.prompt().id().equals("shown"));
        assertThat(metrics.of("demonstrations/used")).isEqualTo(2.0 / 3);
    }

    @Test
    void aDemonstrationThatIsTooLongIsLeftOut() {
        assertThat(origins(sample(false, true, 3, SHOWN).get(0))).contains(Origin.DEMONSTRATION); // 3 tokens
        assertThat(origins(sample(false, true, 2, SHOWN).get(0)))
                .containsOnly(Origin.POLICY)
                .hasSize(4);
    }

    @Test
    void anExampleWithoutAResponseIsRefusedWhereOneIsRequired() {
        assertThatThrownBy(() -> sample(false, true, 12, SHOWN, BARE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("but example 'bare' has none");
    }
}
