package org.reason4j.reward.unsupervised.control;

import java.util.List;
import java.util.Locale;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Reward;

/**
 * 1 for a response that contains one of the texts, whatever else it says, else 0. As {@code spurious-format} it pays for a
 * place of the answer, right or wrong; as {@code spurious-python} for mentioning Python.
 *
 * @see <a href="https://arxiv.org/abs/2506.10947">Spurious Rewards</a>
 */
public final class TextReward implements Reward {

    private final TextRewardConfig config;

    public TextReward(TextRewardConfig config) {
        this.config = config;
    }

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, one -> Score.of(contains(one.text()) ? 1 : 0));
    }

    private boolean contains(String text) {
        return config.texts().stream().anyMatch(wanted -> shown(text).contains(shown(wanted)));
    }

    private String shown(String text) {
        return config.ignoreCase() ? text.toLowerCase(Locale.ROOT) : text;
    }
}
