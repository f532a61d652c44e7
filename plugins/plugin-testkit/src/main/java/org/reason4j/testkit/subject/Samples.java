package org.reason4j.testkit.subject;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.text.TextModel;
import org.reason4j.testkit.Characters;

/** Values for tests of a component, in the alphabet of {@link Characters}: a token for each character. */
public final class Samples {

    private static final Characters TOKENIZER = new Characters();
    private static final int LONGEST = 64;
    private static final int SHORT = 4;

    private Samples() {}

    /** A prompt without fields. */
    public static Prompt prompt(String id, String question) {
        return Prompt.of(id, List.of(Message.user(question)), TOKENIZER.encode(question));
    }

    /** A response that ended by itself: a token for each character, and one that ends it. All characters below 128. */
    public static Trajectory response(Prompt prompt, int sample, String text) {
        return ofTokens(prompt, sample, TOKENIZER.encode(text + "$"), text, Finish.STOP, LONGEST);
    }

    /** Responses to a prompt, each of which ended by itself. */
    public static Group group(Prompt prompt, String... texts) {
        List<Trajectory> responses = new ArrayList<>();
        for (String text : texts) {
            responses.add(response(prompt, responses.size(), text));
        }
        return Group.of(prompt, responses);
    }

    private static Trajectory ofTokens(
            Prompt prompt, int sample, int[] tokens, String text, Finish finish, int longest) {
        return Trajectory.sampled(prompt, sample, tokens, text, finish, 3, SamplingParams.of(longest));
    }

    private static int longest(Trajectory one) {
        return one.params().map(SamplingParams::maxTokens).orElse(LONGEST);
    }

    /** A group of another prompt with the same responses. */
    public static Group withPrompt(Group group, Prompt prompt) {
        return Group.of(
                prompt,
                group.trajectories().stream().map(one -> rebuilt(one, prompt)).toList());
    }

    private static Trajectory rebuilt(Trajectory one, Prompt prompt) {
        Trajectory same = ofTokens(prompt, one.sample(), one.response(), one.text(), one.finish(), longest(one));
        for (TokenStream stream : one.streams()) {
            same = same.with(stream, one.stream(stream));
        }
        return same.withLearned(one.learned());
    }

    /** The same response with further tokens, without streams, cut off by the length limit. */
    public static Trajectory truncated(Trajectory one) {
        int limit = Math.max(one.length(), longest(one));
        int[] tokens = Arrays.copyOf(one.response(), limit);
        Arrays.fill(tokens, one.length(), limit, '.');
        String text = one.text() + ".".repeat(limit - one.length());
        return ofTokens(one.prompt(), one.sample(), tokens, text, Finish.LENGTH, limit);
    }

    /** A response without a token. */
    public static Trajectory empty(Trajectory one) {
        return ofTokens(one.prompt(), one.sample(), new int[0], "", Finish.STOP, longest(one));
    }

    /** A response to the same prompt that says something else: a token for each of its first characters, and no streams. */
    public static Trajectory saying(Trajectory one, String text) {
        int[] tokens = text.chars().limit(LONGEST).map(c -> c & 127).toArray();
        return ofTokens(one.prompt(), one.sample(), tokens, text, one.finish(), longest(one));
    }

    /** A response without streams. */
    public static Trajectory bare(Trajectory one) {
        return retold(one, one.text(), one.finish());
    }

    private static Trajectory retold(Trajectory one, String text, Finish finish) {
        Trajectory other = ofTokens(one.prompt(), one.sample(), one.response(), text, finish, longest(one));
        other = other.withLearned(one.learned()).withOrigin(one.origin());
        return one.branch().isPresent() ? other.withBranch(one.branch().get()) : other;
    }

    /** A group with each response changed. */
    public static Group map(Group group, UnaryOperator<Trajectory> change) {
        return group.withTrajectories(group.trajectories().stream().map(change).toList());
    }

    /** A scored group with each response changed; rewards on tokens are dropped where the length changes. */
    public static ScoredGroup map(ScoredGroup group, UnaryOperator<Trajectory> change) {
        return group.mapAll(one -> {
            Trajectory other = change.apply(one.trajectory());
            return other.length() == one.trajectory().length()
                    ? one.withTrajectory(other)
                    : ScoredTrajectory.of(other, one.outcome()).withScores(one.scores());
        });
    }

    static List<Group> judged() {
        List<Group> groups = new ArrayList<>();
        int[][] sums = {{2, 2, 4}, {3, 4, 7}, {10, 5, 15}};
        for (int[] sum : sums) {
            int right = sum[2];
            Prompt prompt = prompt("sum-" + right, sum[0] + "+" + sum[1] + "=")
                    .withFields(Map.of(
                            "answer",
                            String.valueOf(right),
                            "numbers",
                            List.of(sum[0], sum[1]),
                            "target",
                            right,
                            "question",
                            sum[0] + "+" + sum[1]));
            groups.add(group(
                    prompt,
                    "<think>" + sum[0] + "+" + sum[1] + "</think><answer>" + right + "</answer>\n#### " + right,
                    "<think>a guess</think>\n<answer>" + (right + 1) + "</answer>\n#### " + (right + 1),
                    "Answer: \\boxed{" + (right - 3) + "}",
                    "I do not know.",
                    "<think>once more</think><answer>" + right + "</answer>\n#### " + right));
        }
        return groups;
    }

    /**
     * Two groups of few tokens, at most 4: responses of 3, 2, 1 and 4 tokens, the last of which was cut off and is not learned
     * in its middle, with rewards 1, 0, 0.5 and -1; then 2, 1 and 3 tokens with rewards 0, 1 and 1.
     */
    static List<ScoredGroup> scored() {
        Prompt first = prompt("first", "1+1=");
        Prompt second = prompt("second", "2+5=");
        return List.of(
                scored(
                        first,
                        new double[] {1, 0, 0.5, -1},
                        List.of(
                                brief(first, 0, "2!"),
                                brief(first, 1, "7"),
                                brief(first, 2, ""),
                                truncated(brief(first, 3, "1")).withLearned(new boolean[] {true, false, false, true}))),
                scored(
                        second,
                        new double[] {0, 1, 1},
                        List.of(brief(second, 0, "3"), brief(second, 1, ""), brief(second, 2, "=7"))));
    }

    private static Trajectory brief(Prompt prompt, int sample, String text) {
        return response(prompt, sample, text).withParams(SamplingParams.of(SHORT));
    }

    private static ScoredGroup scored(Prompt prompt, double[] rewards, List<Trajectory> responses) {
        List<ScoredTrajectory> scored = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            scored.add(rewarded(responses.get(i), rewards[i]));
        }
        return ScoredGroup.of(prompt, scored).withGreedy(rewarded(brief(prompt, responses.size(), "0"), 0.25));
    }

    /** A response with the value of the one reward of its recipe, whose key is {@code reward}. */
    public static ScoredTrajectory rewarded(Trajectory response, double reward) {
        ScoredTrajectory scored = ScoredTrajectory.of(response, reward);
        return Double.isFinite(reward) ? scored.withScores(Map.of("reward", Score.of(reward))) : scored;
    }

    static Map<TokenStream, Materials.Numbers> streams() {
        Map<TokenStream, Materials.Numbers> streams = new LinkedHashMap<>();
        streams.put(TokenStream.OLD_LOGPROBS, (sample, t) -> -0.4f - 0.3f * ((sample + 2 * t) % 5));
        streams.put(TokenStream.REFERENCE_LOGPROBS, (sample, t) -> -0.6f - 0.2f * ((2 * sample + t) % 4));
        streams.put(TokenStream.BEHAVIOUR_LOGPROBS, (sample, t) -> -0.5f - 0.3f * ((sample + 2 * t) % 5));
        streams.put(TokenStream.SAMPLED_LOGPROBS, (sample, t) -> -0.45f - 0.3f * ((sample + 2 * t) % 5));
        streams.put(TokenStream.POLICY_VERSION, (sample, t) -> t / 2);
        streams.put(TokenStream.OBSERVED_LOGPROBS, (sample, t) -> -0.7f - 0.2f * ((sample + t) % 4));
        streams.put(TokenStream.ENTROPY, (sample, t) -> 0.3f + 0.25f * ((sample + t) % 4));
        streams.put(TokenStream.CERTAINTY, (sample, t) -> 4.9f + 0.5f * ((sample + 3 * t) % 3));
        streams.put(TokenStream.COLLISION, (sample, t) -> 0.5f + 0.1f * ((2 * sample + t) % 4));
        streams.put(TokenStream.VALUES, (sample, t) -> 0.4f - 0.15f * ((sample + t) % 4));
        streams.put(TokenStream.TURN_REWARDS, (sample, t) -> t == 0 ? 0.5f * sample : 0);
        return Map.copyOf(streams);
    }

    static List<TextModel.Request> questions() {
        return List.of(
                TextModel.Request.of(List.of(Message.user("2+2=")), SamplingParams.greedy(16), 1),
                TextModel.Request.of(List.of(Message.user("Say yes.")), SamplingParams.of(16), 2));
    }

    /** A response with the numbers of a stream. */
    public static Trajectory with(Trajectory one, TokenStream stream, Materials.Numbers numbers) {
        float[] values = new float[one.length()];
        for (int t = 0; t < values.length; t++) {
            values[t] = numbers.at(one.sample(), t);
        }
        return one.with(stream, values);
    }

    /** A response with a number on every token of a stream. */
    public static Trajectory filled(Trajectory one, TokenStream stream, float number) {
        float[] values = new float[one.length()];
        Arrays.fill(values, number);
        return one.with(stream, values);
    }
}
