package org.reason4j.distillation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.testkit.Characters;

/** Responses of characters. */
public final class Responses {

    private static final Characters TOKENIZER = new Characters();

    private Responses() {}

    public static Prompt prompt(String id, String question, Map<String, String> fields) {
        List<Message> messages = List.of(Message.user(question));
        return Prompt.of(id, messages, TOKENIZER.render(messages)).withFields(fields);
    }

    /** A response at temperature 1 with the student's log-probabilities of both kinds. */
    public static Trajectory response(Prompt prompt, int sample, String text, float... logprobs) {
        Trajectory plain =
                Trajectory.sampled(prompt, sample, TOKENIZER.encode(text), text, Finish.STOP, 0, SamplingParams.of(64));
        return logprobs.length == 0
                ? plain
                : plain.with(TokenStream.OLD_LOGPROBS, logprobs).with(TokenStream.BEHAVIOUR_LOGPROBS, logprobs);
    }

    /** A group of responses that say {@code r0}, {@code r1} and so on, with these rewards. */
    public static ScoredGroup group(Prompt prompt, double... rewards) {
        List<ScoredTrajectory> scored = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            scored.add(ScoredTrajectory.of(response(prompt, i, "r" + i, -1, -1), rewards[i]));
        }
        return ScoredGroup.of(prompt, scored);
    }
}
