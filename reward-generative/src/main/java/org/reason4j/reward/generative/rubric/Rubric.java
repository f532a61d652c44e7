package org.reason4j.reward.generative.rubric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.generative.judge.Answer;
import org.reason4j.reward.generative.judge.Judge;
import org.reason4j.reward.generative.judge.Question;
import org.reason4j.reward.generative.rubric.Criterion.Category;
import org.reason4j.reward.generative.rubric.RubricConfig.Mode;
import org.reason4j.reward.generative.rubric.RubricConfig.Vote;

/**
 * A judge's score of a response by a rubric, in [0, 1]: the rewards named {@code rubric}, {@code rubric-implicit} and
 * {@code rubric-dropout}, which differ in their defaults.
 *
 * <p>All questions about a group are asked concurrently. A response is failed if one of its judgments failed, and
 * unscorable if one of its judgments is unreadable or there is no criterion; its other judgments do not count.
 *
 * <p>With dropout a group is judged by some of its criteria, {@link RubricDropout}; those with a veto always count. The step
 * is the number of weight updates behind the newest response of the group. A question contains its criteria alone, so
 * cached judgments are those of the same subset.
 *
 * <p>Metric with dropout: {@code rubric_dropout/kept}, the mean share of criteria that are kept.
 */
public final class Rubric implements Reward {

    private final RubricConfig config;
    private final Questionnaire questionnaire;
    private final Judge judge;
    private final Metrics metrics;

    public Rubric(RubricConfig config, TextModels models, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        questionnaire = new Questionnaire(config);
        judge = new Judge(config.asking(), "rubric 1", models, metrics);
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(questionnaire.fields().toArray(String[]::new));
    }

    @Override
    public List<Score> score(Group group) throws InterruptedException {
        return judged(group, questionnaire.criteria(group.prompt())).stream()
                .map(Judged::score)
                .toList();
    }

    /**
     * What a judge said about a response.
     *
     * @param score the response's score
     * @param met marks of the criteria, {@code [C]}; empty where the score is no value, with {@code LIKERT}, and for criteria
     *     that were left out
     */
    record Judged(Score score, double[] met) {}

    /** Criteria of an example by the recipe and its own field. */
    List<Criterion> criteria(Group group) {
        return questionnaire.criteria(group.prompt());
    }

    /** Judges every response by these criteria. */
    List<Judged> judged(Group group, List<Criterion> all) throws InterruptedException {
        judge.begin();
        List<Criterion> criteria = kept(group, all);
        if (criteria.isEmpty() && config.mode() != Mode.LIKERT) {
            Score none = Score.unscorable("the rubric has no criteria");
            return group.trajectories().stream()
                    .map(any -> new Judged(none, new double[0]))
                    .toList();
        }
        List<Question<double[]>> asked = new ArrayList<>();
        for (Trajectory trajectory : group.trajectories()) {
            List<Question<double[]>> questions = questionnaire.about(trajectory, criteria);
            for (int judgment = 0; judgment < config.judgments(); judgment++) {
                int number = judgment;
                questions.forEach(question -> asked.add(question.judgment(number)));
            }
        }
        List<Answer<double[]>> answers = judge.ask(asked);
        int each = answers.size() / group.size();
        return IntStream.range(0, group.size())
                .mapToObj(i -> judged(answers.subList(i * each, (i + 1) * each), criteria))
                .toList();
    }

    private List<Criterion> kept(Group group, List<Criterion> all) {
        RubricConfig.Dropout dropout = config.dropout();
        if (dropout.fraction() == 0) {
            return all;
        }
        List<Integer> eligible = IntStream.range(0, all.size())
                .filter(i -> !all.get(i).veto())
                .boxed()
                .toList();
        int kept = RubricDropout.kept(eligible.size(), dropout.fraction(), dropout.minKeep());
        long seed = RubricDropout.seed(group.prompt().id(), step(group));
        boolean[] out = new boolean[all.size()];
        eligible.forEach(i -> out[i] = true);
        Arrays.stream(RubricDropout.subset(eligible.size(), kept, seed)).forEach(i -> out[eligible.get(i)] = false);
        List<Criterion> criteria = IntStream.range(0, all.size())
                .filter(i -> !out[i])
                .mapToObj(all::get)
                .toList();
        if (!all.isEmpty()) {
            metrics.mean("rubric_dropout/kept", (double) criteria.size() / all.size());
        }
        return criteria;
    }

    /** Number of weight updates behind the newest response. */
    static long step(Group group) {
        return group.trajectories().stream()
                .mapToLong(one -> one.policyVersion().orElse(0))
                .max()
                .orElse(0);
    }

    private Judged judged(List<Answer<double[]>> answers, List<Criterion> criteria) {
        List<double[]> met = new ArrayList<>();
        Score score = Answer.score(answers, config.unreadable(), marks -> {
            met.add(met(marks));
            return Score.of(value(met.get(0), criteria));
        });
        return new Judged(score, met.isEmpty() || config.mode() == Mode.LIKERT ? new double[0] : met.get(0));
    }

    /** Marks of all judgments, from those of all answers: {@code K} judgments one after the other. */
    private double[] met(List<double[]> marks) {
        int each = marks.size() / config.judgments();
        List<double[]> judgments = new ArrayList<>();
        for (int from = 0; from < marks.size(); from += each) {
            judgments.add(marks.subList(from, from + each).stream()
                    .flatMapToDouble(DoubleStream::of)
                    .toArray());
        }
        return config.vote() == Vote.MEAN ? RubricScore.mean(judgments) : RubricScore.majority(judgments);
    }

    private double value(double[] met, List<Criterion> criteria) {
        if (config.mode() == Mode.LIKERT) {
            return met[0];
        }
        return isVetoed(met, criteria)
                ? 0
                : RubricScore.weighted(
                        criteria.stream().mapToDouble(config.weights()::of).toArray(), met);
    }

    /** Returns true if a criterion with a veto is met in fewer than half of the judgments. */
    private boolean isVetoed(double[] met, List<Criterion> criteria) {
        for (int k = 0; k < met.length; k++) {
            Criterion criterion = criteria.get(k);
            boolean hard = criterion.veto() || config.veto() && criterion.category() == Category.ESSENTIAL;
            if (hard && met[k] < 0.5) {
                return true;
            }
        }
        return false;
    }
}
