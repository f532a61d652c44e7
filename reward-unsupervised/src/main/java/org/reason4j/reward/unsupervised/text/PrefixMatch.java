package org.reason4j.reward.unsupervised.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;

/**
 * Next-token reasoning: 1 if the bytes of the prediction are a prefix of the continuation's and end where one of its tokens
 * does, else 0. A prediction of several tokens counts like one of a single token; an empty or missing one is wrong.
 *
 * <p>It reads the fields of the dataset {@code next-token}: {@code continuation} and {@code boundaries}. A prompt whose
 * boundaries are no list of numbers has no score. It can measure held-out positions.
 *
 * @see <a href="https://arxiv.org/abs/2506.08007">Reinforcement Pre-Training</a>
 */
public final class PrefixMatch implements Reward {

    private final Enclosed place;

    public PrefixMatch(PrefixMatchConfig config) {
        place = new Enclosed(config.open(), config.close());
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields("continuation", "boundaries");
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return place.last(trajectory.text()).filter(text -> !text.isEmpty());
    }

    @Override
    public List<Score> score(Group group) {
        Prompt prompt = group.prompt();
        Optional<Set<Integer>> boundaries = boundaries(prompt);
        Optional<String> truth = prompt.field("continuation");
        if (boundaries.isEmpty() || truth.isEmpty()) {
            Score none = Score.unscorable(
                    "prompt '" + prompt.id()
                            + "' has no text 'continuation' or no list of numbers 'boundaries'; the dataset next-token has both");
            return Reward.perTrajectory(group, one -> none);
        }
        return Reward.perTrajectory(
                group,
                one -> Score.of(
                        answer(one)
                                        .filter(text -> matches(text, truth.get(), boundaries.get()))
                                        .isPresent()
                                ? 1
                                : 0));
    }

    private static Optional<Set<Integer>> boundaries(Prompt prompt) {
        if (!(prompt.fields().get("boundaries") instanceof List<?> list)) {
            return Optional.empty();
        }
        Set<Integer> numbers = new HashSet<>();
        for (Object entry : list) {
            if (!(entry instanceof Number number)) {
                return Optional.empty();
            }
            numbers.add(number.intValue());
        }
        return Optional.of(numbers);
    }

    /** True if the prediction's bytes begin the truth and end at a boundary, a number of bytes. */
    static boolean matches(String prediction, String truth, Set<Integer> boundaries) {
        byte[] said = prediction.getBytes(StandardCharsets.UTF_8);
        byte[] right = truth.getBytes(StandardCharsets.UTF_8);
        return said.length > 0
                && said.length <= right.length
                && Arrays.equals(said, 0, said.length, right, 0, said.length)
                && boundaries.contains(said.length);
    }
}
