package org.reason4j.core.trainer.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.plugin.ConfigException;

class SystemMessageTest {

    private static Environment telling(String instructions) {
        return new Environment() {
            @Override
            public Episode begin(Prompt prompt, int sample) {
                throw new UnsupportedOperationException("nothing begins here");
            }

            @Override
            public List<String> stop() {
                return List.of("]");
            }

            @Override
            public String instructions() {
                return instructions;
            }
        };
    }

    @Test
    void whatTheEnvironmentTellsStandsInItsPlace() {
        assertThat(SystemMessage.of(
                        Optional.of("Be brief. {environment} Begin."), Optional.of(telling("Write [2+2]."))))
                .contains("Be brief. Write [2+2]. Begin.");
    }

    @Test
    void aMessageWithoutThePlaceStaysAsItIs() {
        assertThat(SystemMessage.of(Optional.of("Be brief."), Optional.empty())).contains("Be brief.");
        assertThat(SystemMessage.of(Optional.empty(), Optional.of(telling("Write [2+2]."))))
                .isEmpty();
    }

    @Test
    void aPlaceThatNothingFillsIsRefused() {
        assertThatThrownBy(() -> SystemMessage.of(Optional.of("{environment}"), Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("data.system has {environment}, but the recipe has no environment.");
        assertThatThrownBy(() -> SystemMessage.of(Optional.of("{environment}"), Optional.of(telling(""))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("its environment tells nothing about itself");
    }
}
