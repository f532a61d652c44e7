package org.reason4j.gym.recipe;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Reward;
import org.reason4j.gym.Problem;

/**
 * 1 for a response whose answer is right, else 0: the problem is made again from the field {@code key}, and its own exact verifier
 * judges. Of a problem with several right answers each is worth 1.
 */
public record GymReward(Config config) implements Reward {

    /**
     * Settings of the reward.
     *
     * @param place place of the answer
     */
    public record Config(AnswerPlace place) {

        /** The last answer tag. */
        public static final Config DEFAULTS = new Config(AnswerPlace.ANSWER_TAG);
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields("key");
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return config.place().read(trajectory.text()).map(String::strip);
    }

    @Override
    public List<Score> score(Group group) {
        Problem problem = ProblemKey.of(
                        group.prompt()
                                .field("key")
                                .orElseThrow(
                                        () -> new ConfigException(
                                                "Prompt '" + group.prompt().id()
                                                        + "' has no field 'key'. The reward 'gym' needs prompts of the dataset 'gym'.")))
                .problem();
        return Reward.perTrajectory(
                group,
                one -> Score.of(
                        config.place().read(one.text()).filter(problem::accepts).isPresent() ? 1 : 0));
    }
}
