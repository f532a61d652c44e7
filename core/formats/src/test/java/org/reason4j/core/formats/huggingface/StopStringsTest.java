package org.reason4j.core.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.huggingface.StopStrings.Match;

class StopStringsTest {

    @TempDir
    Path directory;

    private ModelTokenizer tokenizer;

    @BeforeEach
    void open() throws Exception {
        tokenizer = ByteLevelTokenizers.open(directory, messages -> "");
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    /** One token per byte. */
    private Optional<Match> find(String response, String... stop) {
        return new StopStrings(tokenizer, List.of(stop)).watch().append(tokenizer.encode(response));
    }

    @Test
    void aStopStringIsFoundWithTheTokenThatCompletesIt() {
        assertThat(find("x = 1</answer> and more", "</answer>")).contains(new Match("</answer>", 14, "x = 1"));
    }

    @Test
    void aStopStringIsFoundAcrossCalls() {
        StopStrings.Watch watch = new StopStrings(tokenizer, List.of("stop")).watch();

        assertThat(watch.append(tokenizer.encode("do st"))).isEmpty();
        assertThat(watch.append(tokenizer.encode("o"))).isEmpty();
        assertThat(watch.append(tokenizer.encode("p!"))).contains(new Match("stop", 7, "do "));
    }

    @Test
    void aResponseWithoutItIsNotStopped() {
        assertThat(find("sto p, s-top, STOP", "stop")).isEmpty();
        assertThat(find("anything")).isEmpty();
    }

    @Test
    void charactersOfSeveralTokensAreWaitedFor() {
        // the euro sign takes 3 bytes, so 3 tokens, the face 4
        assertThat(find("5 €😀.", "€")).contains(new Match("€", 5, "5 "));
        assertThat(find("5 €😀.", "😀")).contains(new Match("😀", 9, "5 €"));
        assertThat(find("5 €😀.", "😀.")).contains(new Match("😀.", 10, "5 €"));
    }

    @Test
    void bytesThatMakeNoCharacterDontHideWhatFollows() {
        int[] broken = new int[10];
        Arrays.fill(broken, 0x80); // never the start of a character
        StopStrings.Watch watch = new StopStrings(tokenizer, List.of("end")).watch();

        assertThat(watch.append(broken)).isEmpty();
        Match match = watch.append(tokenizer.encode("the end")).orElseThrow();
        assertThat(match.tokens()).isEqualTo(17);
        assertThat(match.text()).endsWith("the ").startsWith("\uFFFD");
    }

    @Test
    void theEarliestOfSeveralWins() {
        assertThat(find("a\n\nb", "b", "\n")).contains(new Match("\n", 2, "a"));
    }

    @Test
    void specialTokensAreNotPartOfTheText() {
        assertThat(find("st<|end|>op", "stop")).contains(new Match("stop", 5, ""));
    }

    @Test
    void aStopStringThatIsASpecialTokenIsFoundByItsId() {
        assertThat(find("done<|end|>more", "<|end|>")).contains(new Match("<|end|>", 5, "done"));
        assertThat(find("done<|end|>more", "x", "<|end|>")).contains(new Match("<|end|>", 5, "done"));
    }

    @Test
    void longResponsesKeepTheirWholeText() {
        String text = "Größe ".repeat(500);

        assertThat(find(text + "END", "END").orElseThrow().text()).isEqualTo(text);
    }

    @Test
    void anEmptyStopStringIsRefused() {
        assertThatThrownBy(() -> find("x", ""))
                .isInstanceOf(ConfigException.class)
                .hasMessage("A stop string is empty; it would end every response before its first token");
    }
}
