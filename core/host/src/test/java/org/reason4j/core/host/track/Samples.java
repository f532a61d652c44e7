package org.reason4j.core.host.track;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;

/** Small groups of trajectories whose tokens are the UTF-8 bytes of their text. */
public final class Samples {

    /** One token per byte, so that characters beyond ASCII are spread over tokens. */
    public static final Tokenizer BYTES = new Tokenizer() {
        @Override
        public int[] encode(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int[] tokens = new int[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                tokens[i] = bytes[i] & 0xff;
            }
            return tokens;
        }

        @Override
        public String decode(int[] tokens, boolean skipSpecialTokens) {
            byte[] bytes = new byte[tokens.length];
            for (int i = 0; i < tokens.length; i++) {
                bytes[i] = (byte) tokens[i];
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public int[] render(List<Message> messages) {
            return encode(messages.toString());
        }

        @Override
        public int vocabularySize() {
            return 256;
        }

        @Override
        public List<Integer> endOfSequence() {
            return List.of();
        }
    };

    private Samples() {}

    static Prompt prompt(String id, String question) {
        List<Message> messages = List.of(
                new Message("system", "Think first."),
                Message.user("an earlier question"),
                new Message("assistant", "an earlier answer"),
                Message.user(question));
        return Prompt.of(id, messages, new int[] {1}).withFields(Map.of("answer", 42));
    }

    public static ScoredGroup group(String id, String question, String... responses) {
        Prompt prompt = prompt(id, question);
        List<ScoredTrajectory> scored = new ArrayList<>();
        for (int i = 0; i < responses.length; i++) {
            int[] tokens = BYTES.encode(responses[i]);
            boolean[] learned = new boolean[tokens.length];
            Arrays.fill(learned, true);
            Trajectory trajectory = Trajectory.sampled(
                            prompt, i, tokens, responses[i], Finish.STOP, 7, SamplingParams.of(64))
                    .withLearned(learned);
            scored.add(ScoredTrajectory.of(trajectory, i).withScores(Map.of("math", Score.of(i))));
        }
        return ScoredGroup.of(prompt, scored);
    }

    public static List<Credit> credits(ScoredGroup group, double... advantages) {
        return Credit.perTrajectory(group, advantages);
    }
}
