package org.reason4j.reward.generative.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.generative.Responses.group;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.text.TextModel;
import org.reason4j.reward.generative.JudgeServer;
import org.reason4j.reward.generative.client.OpenAiConfig;
import org.reason4j.reward.generative.client.TokenReply.Token;
import org.reason4j.reward.generative.judge.Unreadable;
import org.reason4j.reward.generative.verifier.GenRmConfig.Probability;
import org.reason4j.reward.generative.verifier.GenRmConfig.Scorer;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;

class GenRmTest {

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void bothProbabilitiesAreReproduced() throws IOException {
        JsonNode vector = vector("genrm-prob");
        double yes = vector.at("/inputs/logp_yes").asDouble();
        double no = vector.at("/inputs/logp_no").asDouble();
        assertThat(YesProbability.of(yes, no, Probability.DIRECT))
                .isCloseTo(vector.at("/expected/p_yes_direct").asDouble(), within(1e-5));
        assertThat(YesProbability.of(yes, no, Probability.NORMALISED))
                .isCloseTo(vector.at("/expected/p_yes_normalised").asDouble(), within(1e-5))
                .isCloseTo(vector.at("/expected/equals_sigmoid_of_difference").asDouble(), within(1e-5));
    }

    @Test
    void aWordWithoutProbabilityLeavesAllToTheOther() {
        assertThat(YesProbability.of(Double.NEGATIVE_INFINITY, -0.1, Probability.NORMALISED))
                .isZero();
        assertThat(YesProbability.of(-0.1, Double.NEGATIVE_INFINITY, Probability.NORMALISED))
                .isEqualTo(1);
    }

    @Test
    void theVerdictIsTheTokenAfterTheMarker() throws Unreadable {
        GenRmConfig config = config(Scorer.POLICY, OpenAiConfig.DEFAULTS, 1, "<verdict>");
        // yes 0.5 + 0.1 in two spellings, no 0.2: 0.6 / 0.8
        Map<String, Double> words = Map.of("yes", Math.log(0.5), " Yes", Math.log(0.1), "no", Math.log(0.2));
        assertThat(YesProbability.at(
                        List.of(token("Hm. <ver"), token("dict>"), new Token("yes", words), token("</verdict>")),
                        config))
                .isCloseTo(0.75, within(1e-12));
        // the token that ends the marker begins the verdict; alternatives that begin otherwise are none
        Map<String, Double> joined = Map.of(">yes", Math.log(0.3), ">no", Math.log(0.3), "no", Math.log(0.4));
        assertThat(YesProbability.at(List.of(token("<verdict"), new Token(">yes", joined)), config))
                .isCloseTo(0.5, within(1e-12));
        assertThatThrownBy(() -> YesProbability.at(List.of(token("yes")), config))
                .isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> YesProbability.at(List.of(token("<verdict>")), config))
                .isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> YesProbability.at(List.of(token("<verdict>"), token("maybe")), config))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("neither 'yes' nor 'no'");
    }

    private static Token token(String text) {
        return new Token(text, Map.of(text, 0.0));
    }

    @Test
    void rationalesOfAModelAreFollowedByBothVerdictsAndAveraged() throws Exception {
        List<Trajectory> scored = new CopyOnWriteArrayList<>();
        // after the first rationale yes has -1 per token, after the second -0.1; no has -0.5
        ScoringModel model = (trajectories, topK) -> {
            scored.addAll(trajectories);
            return trajectories.stream().map(GenRmTest::scores).toList();
        };
        TextModel writer = request ->
                TextModel.Completion.of((request.seed() == 0 ? "one" : "two") + "<verdict>no</verdict>", Finish.STOP);
        GenRm reward = new GenRm(
                config(Scorer.REFERENCE, OpenAiConfig.DEFAULTS, 2, "<verdict>"),
                new Characters(),
                ref -> {
                    assertThat(ref).isEqualTo(ModelRef.REFERENCE);
                    return model;
                },
                key -> writer,
                metrics);
        assertThat(reward.requirements().models()).containsExactly(ModelRef.REFERENCE);
        // yes has three tokens and no has two: sigmoid(-3 + 1) and sigmoid(-0.3 + 1)
        double expected = (1 / (1 + Math.exp(2)) + 1 / (1 + Math.exp(-0.7))) / 2;
        assertThat(((Score.Value) reward.score(group(Map.of(), "four")).get(0)).value())
                .isCloseTo(expected, within(1e-6));
        assertThat(scored).hasSize(4);
        assertThat(text(scored.get(0))).contains("four").endsWith("one<verdict>");
        assertThat(text(scored.get(3))).endsWith("two<verdict>");
    }

    private static String text(Trajectory one) {
        return new Characters().decode(one.prompt().tokens(), false);
    }

    private static TokenScores scores(Trajectory one) {
        float each = one.text().equals("no") ? -0.5f : text(one).endsWith("one<verdict>") ? -1f : -0.1f;
        float[] logprobs = new float[one.length()];
        Arrays.fill(logprobs, each);
        return TokenScores.of(logprobs, new float[one.length()]);
    }

    @Test
    void aServerGivesTheProbabilityWithItsAnswer() throws Exception {
        String reply = "{\"choices\": [{\"message\": {\"content\": \"Hm <verdict>yes</verdict>\"}, \"finish_reason\":"
                + " \"stop\", \"logprobs\": {\"content\": [{\"token\": \"Hm <verdict>\", \"logprob\": -0.1},"
                + " {\"token\": \"yes\", \"logprob\": -0.2, \"top_logprobs\": [{\"token\": \"yes\", \"logprob\": -0.2},"
                + " {\"token\": \"no\", \"logprob\": -1.9}]}, {\"token\": \"</verdict>\", \"logprob\": 0}]}}]}";
        try (JudgeServer server = new JudgeServer(body -> JudgeServer.status(200, reply))) {
            GenRm reward = remote(server);
            assertThat(((Score.Value) reward.score(group(Map.of(), "four")).get(0)).value())
                    .isCloseTo(0.845535, within(1e-5));
            assertThat(server.received().get(0).body()).contains("\"logprobs\":true", "\"top_logprobs\":20", "four");
            assertThat(reward.requirements().models()).isEmpty();
        }
    }

    @Test
    void probabilitiesOfAServerAreKeptAndThoseThatCannotBeReadAreNot(@TempDir Path cache) throws Exception {
        String good = reply("yes");
        try (JudgeServer server =
                new JudgeServer(body -> JudgeServer.status(200, good)).first(JudgeServer.status(200, reply("hm")))) {
            assertThat(remote(server, cache.toString())
                            .score(group(Map.of(), "four"))
                            .get(0))
                    .isInstanceOf(Score.Unscorable.class);
            for (int i = 0; i < 2; i++) {
                assertThat(remote(server, cache.toString()).score(group(Map.of(), "four")))
                        .containsExactly(Score.of(1));
            }
            assertThat(server.received()).hasSize(2);
            assertThat(metrics.of("judge/cache_hits")).isEqualTo(1);
            assertThat(metrics.of("judge/unreadable")).isEqualTo(1);
        }
    }

    private static String reply(String word) {
        return "{\"choices\": [{\"message\": {\"content\": \"<verdict>\"}, \"finish_reason\": \"stop\","
                + " \"logprobs\": {\"content\": [{\"token\": \"<verdict>\", \"logprob\": 0}, {\"token\": \"" + word
                + "\", \"logprob\": 0}]}}]}";
    }

    @Test
    void aServerWithoutLogProbabilitiesIsAFailureThatSaysSo() throws Exception {
        try (JudgeServer server = new JudgeServer(body -> JudgeServer.says("<verdict>yes</verdict>"))) {
            Score score = remote(server).score(group(Map.of(), "four")).get(0);
            assertThat(((Score.Failed) score).reason()).contains("no log-probabilities in choices[0].logprobs.content");
        }
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> config(Scorer.DIRECTORY, OpenAiConfig.DEFAULTS, 1, "<verdict>"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("genrm.path is missing");
        assertThatThrownBy(() -> config(Scorer.POLICY, OpenAiConfig.DEFAULTS, 2, ""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("without genrm.marker there is no rationale");
    }

    private GenRm remote(JudgeServer server) {
        return remote(server, "");
    }

    private GenRm remote(JudgeServer server, String cache) {
        OpenAiConfig client = new OpenAiConfig(server.baseUrl(), "tiny", "", 10, 0, 0, 0, 1, 4, Map.of());
        return new GenRm(
                config(Scorer.SERVER, client, 1, "<verdict>", cache),
                new Characters(),
                ref -> {
                    throw new IllegalStateException("a server needs no model of this process");
                },
                key -> {
                    throw new IllegalStateException("a server needs no text model");
                },
                metrics);
    }

    private static GenRmConfig config(Scorer scorer, OpenAiConfig server, int judgments, String marker) {
        return config(scorer, server, judgments, marker, "");
    }

    private static GenRmConfig config(Scorer scorer, OpenAiConfig server, int judgments, String marker, String cache) {
        return new GenRmConfig(
                scorer,
                "",
                server,
                "judge",
                Probability.NORMALISED,
                judgments,
                marker,
                "yes",
                "no",
                Optional.empty(),
                "",
                1,
                64,
                0,
                4,
                cache);
    }
}
