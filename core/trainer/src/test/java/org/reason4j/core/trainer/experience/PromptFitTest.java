package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;

/** The tiny model has one token for each character and no chat template that adds any. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromptFitTest {

    private ModelTokenizer tokenizer;
    private ModelConfig config;

    @BeforeAll
    void open() throws URISyntaxException {
        Path directory =
                Path.of(Objects.requireNonNull(getClass().getResource("/tiny")).toURI());
        config = ModelConfig.readFile(directory.resolve("config.json"));
        tokenizer = ModelTokenizer.open(directory, config);
    }

    @AfterAll
    void close() {
        tokenizer.close();
    }

    private static Example example(String id, String text) {
        return Example.of(id, List.of(Message.user(text)));
    }

    private List<Example> fitting(boolean skips, Optional<String> system, Example... examples) {
        return new PromptFit(tokenizer, system, config, 8, "rollout.maxTokens")
                .fitting("data.train", List.of(examples), skips);
    }

    @Test
    void examplesThatFitStayInTheirOrder() {
        assertThat(fitting(false, Optional.empty(), example("b", "1+1="), example("a", "2+2=")))
                .extracting(Example::id)
                .containsExactly("b", "a");
    }

    @Test
    void allThatDoNotFitAreListedTogether() {
        int positions = config.maxPositions();
        String longest = "1".repeat(positions - 8);
        assertThat(fitting(false, Optional.empty(), example("a", longest))).hasSize(1);
        assertThatThrownBy(() -> fitting(
                        false, Optional.empty(), example("1", "1+1="), example("2", ""), example("3", longest + "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "data.train: 2 of 3 examples can't be asked: example '2' has no tokens; example '3'" + " has "
                                + (positions - 7) + " tokens and its response up to 8, but ")
                .hasMessageEndingWith("(max_position_embeddings). Correct or leave out these examples, lower"
                        + " rollout.maxTokens where prompts are long, or set data.unfit to skip.");
    }

    @Test
    void thoseThatDoNotFitAreLeftOutWhereTheRecipeSaysSo() {
        assertThat(fitting(true, Optional.empty(), example("1", "1+1="), example("2", "")))
                .extracting(Example::id)
                .containsExactly("1");
        assertThatThrownBy(() -> fitting(true, Optional.empty(), example("2", "")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("1 of 1 examples can't be asked");
    }

    @Test
    void aSystemMessageFillsAnEmptyPrompt() {
        assertThat(fitting(false, Optional.of("Add."), example("2", ""))).hasSize(1);
    }
}
