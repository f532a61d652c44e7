package org.reason4j.core.trainer.components;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.trainer.run.LearnerToys;

class AuxiliaryModelsTest {

    /** Brings critics of these names. */
    private record Critics(List<String> names) implements PolicyOptimizer {

        @Override
        public List<AuxiliaryModel> models() {
            return names.stream()
                    .map(name -> new LearnerToys.ActorCritic.Config(name, true, 0, Optional.empty(), false))
                    .flatMap(config -> new LearnerToys.ActorCritic(config).models().stream())
                    .toList();
        }

        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            throw new AssertionError("nothing was sampled");
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            throw new AssertionError("nothing was sampled");
        }
    }

    @Test
    void twoModelsOfOneStreamAreRefused() {
        assertThatThrownBy(() -> AuxiliaryModels.of(new Critics(List.of("one", "two")), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Two models of the recipe compute 'values'; one of them is 'two'");
    }

    @Test
    void twoModelsOfOneNameAreRefused() {
        assertThatThrownBy(() -> AuxiliaryModels.of(new Critics(List.of("one", "one")), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bring a model named 'one'");
    }
}
