package org.reason4j.reward.unsupervised.control;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.unsupervised.vote.Undecided;
import org.reason4j.reward.unsupervised.vote.Vote;

/**
 * 1 for the answer that most of the group gave, where it is wrong. A group whose favourite answer is right, or that has none,
 * is unscorable: the published control trains on prompts with wrong labels alone.
 *
 * <p>Metric: {@code spurious_majority/wrong}, the share of groups with a favourite answer whose favourite is wrong.
 *
 * @see <a href="https://arxiv.org/abs/2506.10947">Spurious Rewards: incorrect rewards</a>
 */
public final class WrongMajority implements Reward {

    private final Measure measure;
    private final Metrics metrics;

    public WrongMajority(WrongMajorityConfig config, Measure measure, Metrics metrics) {
        this.measure = measure;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<Score> score(Group group) throws Exception {
        if (group.size() < 2) {
            return Undecided.of(group, "a response by itself would elect its own answer");
        }
        List<Optional<String>> answers =
                group.trajectories().stream().map(measure::answer).toList();
        Optional<Vote> vote = Vote.of(answers);
        if (vote.isEmpty()) {
            return Undecided.of(group, "no response of the group has a readable answer");
        }
        int elected = answers.indexOf(Optional.of(vote.get().label()));
        Score verdict = measure.score(group).get(elected);
        if (!(verdict instanceof Score.Value value)) {
            return Undecided.of(group, "the measuring reward has no verdict on the favourite answer: " + verdict);
        }
        boolean wrong = value.value() < 1;
        metrics.mean("spurious_majority/wrong", wrong ? 1 : 0);
        return wrong
                ? answers.stream()
                        .map(answer -> Score.of(vote.get().reward(answer)))
                        .toList()
                : Undecided.of(group, "the favourite answer is right");
    }
}
