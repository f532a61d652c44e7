package org.reason4j.optimizer.mixed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Origin;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/** Scored responses for tests. */
public final class Responses {

    private Responses() {}

    public static Prompt prompt(String id) {
        return Prompt.of(id, List.of(Message.user(id)), new int[] {1, 2});
    }

    /** A response of the policy with these tokens, sampled by the weights of that version. */
    public static Trajectory sampled(Prompt prompt, int sample, long version, int... tokens) {
        Trajectory one = Trajectory.sampled(
                prompt,
                sample,
                tokens,
                "text",
                Finish.STOP,
                version,
                SamplingParams.of(16).withTemperature(0.8));
        return one.with(TokenStream.BEHAVIOUR_LOGPROBS, filled(one, -0.7f));
    }

    /** A demonstration of so many tokens. */
    public static Trajectory demonstration(Prompt prompt, int sample, int length) {
        return Trajectory.demonstration(
                prompt, sample, IntStream.range(0, length).toArray(), "shown");
    }

    /** Numbers of a stream, the same on every token. */
    public static float[] filled(Trajectory one, float number) {
        float[] numbers = new float[one.length()];
        Arrays.fill(numbers, number);
        return numbers;
    }

    /** A group of responses of the policy with these rewards; the first token of each is its sample index plus {@code first}. */
    public static ScoredGroup group(String id, long version, int first, double... rewards) {
        Prompt prompt = prompt(id);
        return ScoredGroup.of(
                prompt,
                IntStream.range(0, rewards.length)
                        .mapToObj(i -> ScoredTrajectory.of(sampled(prompt, i, version, first + i, 9), rewards[i]))
                        .toList());
    }

    /** A copy with further responses. */
    public static ScoredGroup with(ScoredGroup group, ScoredTrajectory... further) {
        List<ScoredTrajectory> members = new ArrayList<>(group.trajectories());
        members.addAll(List.of(further));
        return group.withTrajectories(members);
    }

    /** The replayed responses of groups. */
    public static List<ScoredTrajectory> replayed(List<ScoredGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .filter(one -> one.trajectory().origin() == Origin.REPLAY)
                .toList();
    }
}
