package org.reason4j.reward.unsupervised.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.unsupervised.Responses.values;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.reward.unsupervised.text.NextTokenConfig.Split;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.Vectors;
import org.reason4j.testkit.subject.Samples;

class NextTokenTest {

    @TempDir
    Path directory;

    private List<Example> read(String text, NextTokenConfig config) throws IOException {
        Files.writeString(directory.resolve("text.txt"), text);
        return new NextToken(config, new Characters()).read();
    }

    private NextTokenConfig config(int count, long seed, int context, double entropy, Split split) {
        return new NextTokenConfig(directory.toString(), count, seed, context, 3, entropy, "Next: {context}", split);
    }

    @Test
    void thePublishedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("rpt");
        Set<Integer> boundaries = new HashSet<>();
        vector.at("/inputs/token_boundaries").forEach(b -> boundaries.add(b.asInt()));
        String truth = vector.at("/inputs/truth").asText();
        assertThat(Vectors.texts(vector.at("/inputs/prediction")).stream()
                        .mapToDouble(said -> PrefixMatch.matches(said, truth, boundaries) ? 1 : 0)
                        .toArray())
                .containsExactly(Vectors.row(vector.at("/expected/reward")));
    }

    @Test
    void aPositionHasTheTextBeforeItAndTheTextBehindIt() throws IOException {
        List<Example> examples = read("abcdef", config(100, 1, 2, 0, Split.ALL));
        Map<String, Example> byId = new HashMap<>();
        examples.forEach(example -> byId.put(example.id(), example));
        assertThat(byId.keySet())
                .containsExactlyInAnyOrder("text.txt:1", "text.txt:2", "text.txt:3", "text.txt:4", "text.txt:5");
        Example third = byId.get("text.txt:3");
        assertThat(third.messages()).containsExactly(Message.user("Next: bc"));
        assertThat(third.fields())
                .containsEntry("continuation", "def")
                .containsEntry("boundaries", List.of(1, 2, 3))
                .containsEntry("answer", "d");
    }

    @Test
    void boundariesAreCountedInBytes() throws IOException {
        Example first = read("aü€", config(100, 1, 5, 0, Split.ALL)).stream()
                .filter(one -> one.id().equals("text.txt:1"))
                .findFirst()
                .orElseThrow();
        assertThat(first.fields()).containsEntry("boundaries", List.of(2, 5)); // two bytes, then three
    }

    @Test
    void moreOfThemContainTheFewerAndAnotherSeedDrawsOthers() throws IOException {
        String text = "the quick brown fox jumps over the lazy dog";
        List<String> few = ids(read(text, config(5, 1, 9, 0, Split.ALL)));
        assertThat(ids(read(text, config(20, 1, 9, 0, Split.ALL))).subList(0, 5))
                .isEqualTo(few);
        assertThat(ids(read(text, config(5, 2, 9, 0, Split.ALL)))).isNotEqualTo(few);
    }

    private static List<String> ids(List<Example> examples) {
        return examples.stream().map(Example::id).toList();
    }

    @Test
    void theProxyKeepsPositionsBehindTokensWithManySuccessors() throws IOException {
        // after a: b and c, once each, so ln 2 = 0.693; after b and c: a alone, so 0
        List<Example> examples = read("abaca", config(100, 1, 9, 0.69, Split.ALL));
        assertThat(ids(examples)).containsExactlyInAnyOrder("text.txt:1", "text.txt:3");
        SuccessorEntropy proxy = new SuccessorEntropy();
        proxy.count(new Characters().encode("abaca"));
        assertThat(proxy.after('a')).isCloseTo(Math.log(2), within(1e-12));
        assertThat(proxy.after('b')).isZero();
    }

    @Test
    void heldOutPositionsSeeNothingOfTheTrainingText() throws IOException {
        String text = "a".repeat(90) + "b".repeat(10);
        assertThat(read(text, config(1000, 1, 50, 0, Split.TRAIN)))
                .allSatisfy(one ->
                        assertThat(one.fields().get("continuation").toString()).doesNotContain("b"));
        assertThat(read(text, config(1000, 1, 50, 0, Split.HELD_OUT)))
                .hasSize(9)
                .allSatisfy(one -> assertThat(one.messages().get(0).content()).doesNotContain("a"));
    }

    @Test
    void thePredictionIsReadFromTheLastBoxOrTagAsItIs() {
        Prompt prompt =
                Samples.prompt("p", "x").withFields(Map.of("continuation", " a{b}c", "boundaries", List.of(2, 5)));
        PrefixMatch boxed = new PrefixMatch(PrefixMatchConfig.DEFAULTS);
        assertThat(values(boxed.score(Samples.group(
                        prompt,
                        "\\boxed{ a}",
                        "\\boxed{ a{b}}",
                        "\\boxed{a}",
                        "\\boxed{ a}\\boxed{}",
                        "\\boxed{ a",
                        " a"))))
                .containsExactly(1, 1, 0, 0, 0, 0);
        PrefixMatch tagged = new PrefixMatch(PrefixMatchConfig.TAGS);
        assertThat(values(tagged.score(Samples.group(prompt, "<think>?</think><answer> a</answer>", "<answer> a"))))
                .containsExactly(1, 0);
    }

    @Test
    void aPromptOfAnotherDatasetHasNoScore() {
        assertThat(new PrefixMatch(PrefixMatchConfig.DEFAULTS)
                        .score(Samples.group(Samples.prompt("p", "x"), "\\boxed{1}", "2")))
                .hasSize(2)
                .allMatch(Score.Unscorable.class::isInstance);
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsName() {
        NextTokenConfig nowhere = new NextTokenConfig("no/such", 1, 1, 1, 1, 0, "{context}", Split.ALL);
        assertThatThrownBy(() -> new NextToken(nowhere, new Characters()).read())
                .isInstanceOf(ConfigException.class)
                .hasMessage("no/such: no such file or directory; expected plain text");
        assertThatThrownBy(() -> new NextToken(NextTokenConfig.DEFAULTS, new Characters()).read())
                .hasMessageContaining("Set path in its config");
        assertThatThrownBy(() -> read("\u00e9".repeat(1), config(1, 1, 1, 0, Split.ALL)))
                .hasMessageContaining("has no position");
        assertThatThrownBy(() -> {
                    Files.write(directory.resolve("text.txt"), new byte[] {(byte) 0xff, (byte) 0xfe});
                    new NextToken(config(1, 1, 1, 0, Split.ALL), new Characters()).read();
                })
                .hasMessageContaining("not UTF-8 text");
    }
}
