package org.reason4j.reward.rulebased.math;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.reward.rulebased.AnswerPlace;

/** Pairs of answers with the verdict of others, and scores of single pairs. */
final class Pairs {

    /** A right answer, a given one, and whether their author calls them equal. */
    record Pair(String gold, String answer, boolean equal, int digits, String origin) {}

    private Pairs() {}

    static List<Pair> read(String resource) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(Pairs.class.getResourceAsStream("/math/" + resource))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                JsonNode pair = new ObjectMapper().readTree(line);
                boolean equal =
                        pair.path("equal").asBoolean() || pair.path("expected").asInt() == 1;
                int digits = pair.path("digits").asInt(MathConfig.DEFAULTS.digits());
                pairs.add(new Pair(
                        pair.at("/gold").asText(),
                        pair.at("/answer").asText(),
                        equal,
                        digits,
                        pair.at("/origin").asText()));
            }
        }
        return pairs;
    }

    static MathReward anywhere(int digits) {
        return new MathReward(new MathConfig(AnswerPlace.ANYWHERE, "", digits, 2_000, 5_000));
    }

    static MathReward whole() {
        return new MathReward(new MathConfig(AnswerPlace.WHOLE, "", 4, 2_000, 5_000));
    }

    static Trajectory response(String text) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1});
        return Trajectory.sampled(prompt, 0, new int[] {2}, text, Finish.STOP, 0, SamplingParams.of(64));
    }

    static Score score(MathReward reward, String gold, String response) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1}).withFields(Map.of("answer", gold));
        return reward.score(Group.of(prompt, List.of(response(response)))).get(0);
    }

    static boolean agrees(MathReward reward, Pair pair) {
        return score(reward, pair.gold(), pair.answer()).equals(Score.of(pair.equal() ? 1 : 0));
    }
}
