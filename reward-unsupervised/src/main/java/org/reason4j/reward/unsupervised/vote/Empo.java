package org.reason4j.reward.unsupervised.vote;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.unsupervised.vote.EmpoConfig.Gate;
import org.reason4j.reward.unsupervised.vote.EmpoConfig.Sameness;
import org.reason4j.reward.unsupervised.vote.EmpoConfig.Text;

/**
 * Share of the group that means the same as the response: {@code |cluster(i)| / G}, see {@link Clusters}. It lowers the
 * entropy of meanings, not that of tokens.
 *
 * <p>A response joins the first cluster whose earliest member means the same. One with nothing to compare, because no answer
 * can be read or its text is empty, is a cluster by itself. Where a gate finds the prompt too uncertain, every reward of the
 * group is 0, so that nothing is learned from it. A group in which nothing can be compared is unscorable; so is a group of
 * one, and one about which the judge says neither Yes nor No.
 *
 * <p>Metrics: {@code empo/entropy}, in nats, and {@code empo/clusters}, means over groups; {@code empo/gated}, the share of
 * groups that the gate closed; {@code empo/calls}, the number of questions to the judge.
 *
 * @see <a href="https://arxiv.org/abs/2504.05812">EMPO</a>
 * @see <a href="https://github.com/QingyangZhang/EMPO">the authors' code, whose gates these are</a>
 */
public final class Empo implements Reward {

    private final EmpoConfig config;
    private final Measure measure;
    private final Answers answers;
    private final Likeness likeness;
    private final Metrics metrics;

    public Empo(EmpoConfig config, Measure measure, TextModels models, Metrics metrics) {
        this.config = config;
        this.measure = measure;
        this.metrics = metrics;
        answers = new Answers(
                measure,
                config.sameness() == Sameness.VERDICT ? Equality.VERDICT : Equality.NORMAL_FORM,
                config.field());
        likeness = switch (config.sameness()) {
            case NORMAL_FORM, VERDICT -> (question, one, other) -> one.equals(other);
            case TRIGRAMS -> new TrigramLikeness(config.threshold());
            case JUDGE -> new JudgeLikeness(config, models, metrics);
            case EMBEDDING -> EmbeddingLikeness.of(config.embedding(), config.threshold());
        };
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<Score> score(Group group) throws Exception {
        if (group.size() < 2) {
            return Undecided.of(group, "a response by itself is no cluster");
        }
        List<Optional<String>> texts = texts(group);
        if (texts.stream().allMatch(Optional::isEmpty)) {
            return Undecided.of(group, "no response of the group has anything to compare");
        }
        try {
            return scores(clusters(group, texts), texts);
        } catch (JudgeLikeness.Unreadable e) {
            return Undecided.of(group, String.valueOf(e.getMessage()));
        }
    }

    private List<Optional<String>> texts(Group group) throws Exception {
        if (config.sameness() == Sameness.NORMAL_FORM || config.sameness() == Sameness.VERDICT) {
            return answers.of(group.trajectories());
        }
        return group.trajectories().stream()
                .map(one -> config.text() == Text.ANSWER ? measure.answer(one) : Optional.of(conclusion(one)))
                .map(text -> text.filter(some -> !some.isBlank()))
                .toList();
    }

    private static String conclusion(Trajectory one) {
        String text = one.text();
        int end = text.lastIndexOf("</think>");
        return (end < 0 ? text : text.substring(end + "</think>".length())).strip();
    }

    private Clusters clusters(Group group, List<Optional<String>> texts) throws Exception {
        Integer[] cluster = new Integer[group.size()];
        List<String> firsts = new ArrayList<>(); // text of each cluster's earliest member; "" where it has none
        for (int i : Answers.inOrder(group.trajectories())) {
            String text = texts.get(i).orElse("");
            int found = text.isEmpty() ? -1 : find(question(group.prompt()), text, firsts);
            if (found < 0) {
                found = firsts.size();
                firsts.add(text);
            }
            cluster[i] = found;
        }
        return new Clusters(Arrays.asList(cluster));
    }

    private int find(String question, String text, List<String> firsts) throws Exception {
        for (int c = 0; c < firsts.size(); c++) {
            String first = firsts.get(c);
            if (!first.isEmpty() && (first.equals(text) || likeness.same(question, first, text))) {
                return c;
            }
        }
        return -1;
    }

    private static String question(Prompt prompt) {
        int messages = prompt.messages().size();
        return messages == 0 ? "" : prompt.messages().get(messages - 1).content();
    }

    private List<Score> scores(Clusters clusters, List<Optional<String>> texts) {
        boolean gated = isGated(clusters);
        metrics.mean("empo/entropy", clusters.entropy());
        metrics.mean("empo/clusters", clusters.count());
        metrics.mean("empo/gated", gated ? 1 : 0);
        double[] shares = clusters.shares();
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            boolean empty =
                    config.gate() == Gate.LARGEST_CLUSTER && texts.get(i).isEmpty();
            scores.add(Score.of(gated ? 0 : empty ? config.emptyReward() : shares[i]));
        }
        return scores;
    }

    private boolean isGated(Clusters clusters) {
        return switch (config.gate()) {
            case NONE -> false;
            case ALL_DIFFERENT -> clusters.allDifferent();
            case LARGEST_CLUSTER -> clusters.largest() < config.smallestMajority();
        };
    }
}
