package org.reason4j.reward.unsupervised.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.unsupervised.Responses.answering;
import static org.reason4j.reward.unsupervised.Responses.values;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.text.TextModel;
import org.reason4j.reward.unsupervised.vote.EmpoConfig.Gate;
import org.reason4j.reward.unsupervised.vote.EmpoConfig.Sameness;
import org.reason4j.reward.unsupervised.vote.EmpoConfig.Text;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.Vectors;

class EmpoTest {

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final List<String> questions = new ArrayList<>();
    private final List<Score> none = new ArrayList<>();

    private Empo empo(EmpoConfig config, TextModel model) {
        return new Empo(config, new ReadText(), key -> model, metrics);
    }

    private Empo empo(EmpoConfig config) {
        return empo(config, request -> {
            throw new AssertionError("nobody is to be asked");
        });
    }

    private static EmpoConfig config(Sameness sameness, Text text, Gate gate, String model) {
        EmpoConfig defaults = EmpoConfig.DEFAULTS;
        return new EmpoConfig(
                sameness,
                text,
                gate,
                0.2,
                -0.5,
                "answer",
                model,
                "{question}|{first}|{second}",
                0.6,
                defaults.embedding());
    }

    /** Says that one text implies another if it begins with it. */
    private TextModel.Completion entailed(TextModel.Request request) {
        String asked = request.messages().get(0).content();
        questions.add(asked);
        String[] parts = asked.split("\\|", -1);
        return TextModel.Completion.of(parts[1].startsWith(parts[2]) ? "Yes." : " no, it does not", Finish.STOP);
    }

    @Test
    void thePublishedExampleIsReproduced() throws Exception {
        JsonNode vector = vector("empo");
        String[] answers = StreamSupport.stream(
                        vector.at("/inputs/cluster_of_response").spliterator(), false)
                .map(JsonNode::asText)
                .toArray(String[]::new);
        double[] rewards = values(empo(EmpoConfig.DEFAULTS).score(answering(answers)));
        assertThat(rewards).containsExactly(Vectors.row(vector.at("/expected/reward")), within(1e-5));
        assertThat(metrics.of("empo/entropy"))
                .isCloseTo(vector.at("/expected/semantic_entropy").asDouble(), within(1e-5));
        assertThat(Math.log(answers.length))
                .isCloseTo(vector.at("/expected/max_entropy_log_n").asDouble(), within(1e-5));
    }

    @Test
    void whereAllAnswersDifferTheGateTakesEveryReward() throws Exception {
        assertThat(values(empo(EmpoConfig.DEFAULTS).score(answering("1", "2", "3"))))
                .containsExactly(0, 0, 0);
        assertThat(metrics.of("empo/gated")).isEqualTo(1);
        assertThat(metrics.of("empo/entropy")).isCloseTo(Math.log(3), within(1e-12));
    }

    @Test
    void withoutAGateEachOfThemKeepsItsShare() throws Exception {
        EmpoConfig open = config(Sameness.NORMAL_FORM, Text.ANSWER, Gate.NONE, "");
        assertThat(values(empo(open).score(answering("1", "2", "3", "4")))).containsExactly(0.25, 0.25, 0.25, 0.25);
    }

    @Test
    void anUnreadableAnswerIsAClusterByItself() throws Exception {
        assertThat(values(empo(EmpoConfig.DEFAULTS).score(answering("1", "", "1", ""))))
                .containsExactly(0.5, 0.25, 0.5, 0.25);
    }

    @Test
    void forFreeAnswersAnEmptyOneCostsAndASmallMajorityClosesTheGate() throws Exception {
        EmpoConfig free = config(Sameness.TRIGRAMS, Text.RESPONSE, Gate.LARGEST_CLUSTER, "");
        assertThat(values(empo(free).score(answering("a cat", "A  cat", "", "the dog"))))
                .containsExactly(0.5, 0.5, -0.5, 0.25);
        // six answers, no two alike: the largest cluster has 1/6 < 0.2
        assertThat(values(empo(free).score(answering("abc", "def", "ghi", "jkl", "mno", "pqr"))))
                .containsOnly(0);
    }

    @Test
    void onlyWhatStandsBehindTheThinkingIsCompared() throws Exception {
        EmpoConfig free = config(Sameness.TRIGRAMS, Text.RESPONSE, Gate.NONE, "");
        assertThat(values(empo(free)
                        .score(answering(
                                "<think>zebra</think>yes", "<think>quince</think> yes", "<think>zebra</think>no"))))
                .containsExactly(2 / 3.0, 2 / 3.0, 1 / 3.0);
    }

    @Test
    void aJudgeIsAskedInBothOrdersAndBothMustAgree() throws Exception {
        EmpoConfig judged = config(Sameness.JUDGE, Text.RESPONSE, Gate.NONE, "judge");
        // "ab" implies "a" but not the other way round; equal texts are not asked about
        assertThat(values(empo(judged, this::entailed).score(answering("ab", "a", "ab"))))
                .containsExactly(2 / 3.0, 1 / 3.0, 2 / 3.0);
        assertThat(questions).containsExactly("|ab|a", "|a|ab");
        assertThat(metrics.sums()).containsEntry("empo/calls", 2.0);
    }

    @Test
    void aVerdictThatCannotBeReadIsNoScore() throws Exception {
        EmpoConfig judged = config(Sameness.JUDGE, Text.RESPONSE, Gate.NONE, "judge");
        none.addAll(empo(judged, request -> TextModel.Completion.of("perhaps", Finish.STOP))
                .score(answering("a", "b")));
        assertThat(none)
                .containsOnly(Score.unscorable("the text model 'judge' answered neither Yes nor No, but 'perhaps'"));
    }

    @Test
    void aTextThatLooksLikeAPlaceIsNotFilledAgain() throws Exception {
        EmpoConfig judged = config(Sameness.JUDGE, Text.RESPONSE, Gate.NONE, "judge");
        empo(judged, this::entailed).score(answering("{second}", "b"));
        assertThat(questions).containsExactly("|{second}|b");
    }

    @Test
    void nothingToCompareIsNoScore() throws Exception {
        Group silent = answering("", "");
        assertThat(empo(EmpoConfig.DEFAULTS).score(silent))
                .containsOnly(Score.unscorable("no response of the group has anything to compare"));
        assertThat(empo(EmpoConfig.DEFAULTS).score(answering("1")))
                .containsOnly(Score.unscorable("a response by itself is no cluster"));
    }

    @Test
    void trigramsCompareSpelling() {
        assertThat(TrigramLikeness.cosine("the cat", "The  cat ")).isEqualTo(1);
        // " ab ", " bc ": " ab","ab " and " bc","bc ": nothing in common
        assertThat(TrigramLikeness.cosine("ab", "bc")).isZero();
        // " abc ", " abd ": " ab","abc","bc " and " ab","abd","bd ": 1 / (sqrt 3 sqrt 3)
        assertThat(TrigramLikeness.cosine("abc", "abd")).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(TrigramLikeness.cosine("", "")).isEqualTo(1);
    }

    @Test
    void embeddingsAreComparedByTheirCosine() throws Exception {
        Map<String, float[]> vectors =
                Map.of("one", new float[] {1, 0}, "uno", new float[] {4, 3}, "two", new float[] {0, 2});
        Likeness likeness = new EmbeddingLikeness(vectors::get, 0.75);
        assertThat(likeness.same("", "one", "uno")).isTrue(); // 4 / 5
        assertThat(likeness.same("", "uno", "two")).isFalse(); // 3 / 5
        assertThat(EmbeddingLikeness.cosine(vectors.get("one"), vectors.get("two")))
                .isZero();
    }

    /** Has the shape of langchain4j's embedding models. */
    public static final class LengthModel {

        public record Response(Vector content) {}

        public record Vector(float[] vector) {}

        public Response embed(String text) {
            return new Response(new Vector(new float[] {text.length(), 1}));
        }
    }

    @Test
    void anEmbeddingModelIsFoundByTheNameOfItsClass() throws Exception {
        Likeness likeness = EmbeddingLikeness.of(LengthModel.class.getName(), 0.999);
        assertThat(likeness.same("", "cat", "dog")).isTrue();
        assertThat(likeness.same("", "cat", "elephants")).isFalse(); // (27 + 1) / sqrt(10 * 82) = 0.978
    }

    @Test
    void aModelWhoseJarsAreMissingIsRefusedWithWhatToDo() {
        EmpoConfig config = config(Sameness.EMBEDDING, Text.RESPONSE, Gate.NONE, "");
        assertThatThrownBy(() -> empo(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("AllMiniLmL6V2QuantizedEmbeddingModel")
                .hasMessageContaining("Copy the model's jars into the plugin's directory");
        assertThatThrownBy(() -> EmbeddingLikeness.of("java.lang.String", 0.5))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no method embed(String)");
    }

    @Test
    void repliesAreReadByTheirFirstWord() {
        assertThat(List.of("Yes", "yes.", "**Yes** indeed", "No", "no, never").stream()
                        .map(reply -> JudgeLikeness.verdict(reply).orElseThrow()))
                .containsExactly(true, true, true, false, false);
        assertThat(Set.of("", "maybe yes", "yesterday", "!").stream().map(JudgeLikeness::verdict))
                .allMatch(java.util.Optional::isEmpty);
    }

    @Test
    void settingsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> config(Sameness.JUDGE, Text.RESPONSE, Gate.NONE, ""))
                .hasMessageContaining("empo.sameness JUDGE and empo.model go together");
        assertThatThrownBy(() -> config(Sameness.VERDICT, Text.RESPONSE, Gate.NONE, ""))
                .hasMessageContaining("empo.sameness VERDICT compares answers of the measuring reward");
    }
}
