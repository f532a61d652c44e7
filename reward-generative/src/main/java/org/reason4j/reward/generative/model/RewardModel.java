package org.reason4j.reward.generative.model;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.generative.model.RewardModelConfig.Truncated;

/**
 * A trained reward model's score of the whole response, frozen: {@code (s - mean) / std}, clipped.
 *
 * <p>The model reads the conversation, with the response as the assistant's last message, by its own tokenizer and chat template:
 * its vocabulary may be another than the policy's. A conversation that is longer than it reads is unscorable.
 *
 * <p>It reports {@code reward-model/score}, the mean score as the model gave it, and {@code reward-model/unread}, the number of
 * conversations that were too long.
 *
 * @see <a href="https://arxiv.org/abs/2203.02155">InstructGPT, section 3.5</a>
 */
public final class RewardModel implements Reward {

    private final RewardModelConfig config;
    private final ModelRef ref;
    private final ScoringModel model;
    private final Metrics metrics;

    /** Created by core, from the reward's settings. */
    public RewardModel(RewardModelConfig config, ScoringModels models, Metrics metrics) {
        check(
                !config.path().isBlank(),
                "reward-model.path is empty, expected the directory of a reward model. Train one with 'preference' in a"
                        + " recipe of its own.");
        this.config = config;
        this.metrics = metrics;
        ref = ModelRef.reward(config.path());
        model = models.get(ref);
    }

    @Override
    public Requirements requirements() {
        return Requirements.models(ref);
    }

    @Override
    public List<Score> score(Group group) {
        List<List<Message>> conversations = group.trajectories().stream()
                .filter(this::isRead)
                .map(this::conversation)
                .toList();
        List<OptionalDouble> read = conversations.isEmpty() ? List.of() : model.scoreConversations(conversations);
        int next = 0;
        List<Score> scores = new ArrayList<>();
        for (Trajectory response : group.trajectories()) {
            scores.add(isRead(response) ? score(read.get(next++)) : truncated());
        }
        return scores;
    }

    private boolean isRead(Trajectory response) {
        return config.truncated() == Truncated.SCORE || response.finish() != Finish.LENGTH;
    }

    private List<Message> conversation(Trajectory response) {
        List<Message> messages = new ArrayList<>(response.prompt().messages());
        boolean hasSystem = messages.stream().anyMatch(message -> message.role().equals("system"));
        if (!hasSystem) {
            config.system().ifPresent(text -> messages.add(0, new Message("system", text)));
        }
        messages.add(new Message("assistant", response.text()));
        return messages;
    }

    private Score score(OptionalDouble read) {
        if (read.isEmpty()) {
            metrics.add("reward-model/unread", 1);
            return Score.unscorable("prompt and response are longer than the reward model reads");
        }
        double score = read.getAsDouble();
        if (!Double.isFinite(score)) {
            return Score.failed("the reward model's score is " + score);
        }
        metrics.mean("reward-model/score", score);
        return Score.of(config.normalised(score));
    }

    private Score truncated() {
        return config.truncated() == Truncated.VALUE
                ? Score.of(config.truncatedValue())
                : Score.unscorable("the length limit cut the response off");
    }
}
