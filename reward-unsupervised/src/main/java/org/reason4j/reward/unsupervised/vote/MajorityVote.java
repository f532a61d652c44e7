package org.reason4j.reward.unsupervised.vote;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.Metrics;

/**
 * 1 for a response whose answer is the one that most of its group gave, else 0: {@link Vote}.
 *
 * <p>Answers are those that the recipe's measuring reward reads, so {@code evaluation.reward} names a reward that reads
 * answers; its labels are not used. Two answers are equal as {@link Equality} says. A response without a readable answer
 * is wrong. A group without any readable answer is unscorable; so is a single response, such as a greedy one, which
 * would elect itself.
 *
 * <p>Every response of the group votes. With the filter {@code subsample} a part of them is learned from, as in TTRL, where
 * 64 responses vote and 32 of them are.
 *
 * <p>Metrics: {@code majority_vote/ratio}, the share of responses that gave the elected answer, mean over groups that
 * elected one; {@code majority_vote/unreadable}, the share of responses without a readable answer, mean over all groups.
 *
 * @see <a href="https://arxiv.org/abs/2504.16084">TTRL, section 2</a>
 */
public final class MajorityVote implements Reward {

    private final Answers reader;
    private final Metrics metrics;

    public MajorityVote(MajorityVoteConfig config, Measure measure, Metrics metrics) {
        this.reader = new Answers(measure, config.equality(), config.field());
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
        List<Optional<String>> answers = reader.of(group.trajectories());
        long unreadable = answers.stream().filter(Optional::isEmpty).count();
        metrics.mean("majority_vote/unreadable", (double) unreadable / group.size());
        Optional<Vote> vote = Vote.of(answers);
        vote.ifPresent(elected -> metrics.mean("majority_vote/ratio", elected.share()));
        return vote.map(elected -> scores(elected, answers))
                .orElseGet(() -> Undecided.of(group, "no response of the group has a readable answer"));
    }

    private static List<Score> scores(Vote vote, List<Optional<String>> answers) {
        return answers.stream().map(answer -> Score.of(vote.reward(answer))).toList();
    }
}
