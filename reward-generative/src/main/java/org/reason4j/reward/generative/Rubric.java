package org.reason4j.reward.generative;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.generative.Criterion.Category;
import org.reason4j.reward.generative.RubricConfig.Mode;
import org.reason4j.reward.generative.RubricConfig.Vote;

/**
 * A judge's score of a response by a rubric, in [0, 1]: the reward named {@code rubric}.
 *
 * <p>All questions about a group are asked concurrently. A response is failed if one of its judgments failed, and
 * unscorable if one of its judgments is unreadable or there is no criterion; its other judgments do not count.
 */
public final class Rubric implements Reward {

    private final RubricConfig config;
    private final Questionnaire questionnaire;
    private final Judge judge;
    private final ThreadPoolExecutor callers;

    public Rubric(RubricConfig config, TextModels models, Metrics metrics) {
        this.config = config;
        questionnaire = new Questionnaire(config);
        models.get(config.model()); // fails at once if the recipe has no such model
        Optional<ReplyCache> cache = config.cachePath().isEmpty()
                ? Optional.empty()
                : Optional.of(new ReplyCache(Path.of(config.cachePath())));
        judge = new Judge(models, config, cache, metrics);
        callers = new ThreadPoolExecutor(
                config.concurrency(), config.concurrency(), 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "judge");
                    thread.setDaemon(true);
                    return thread;
                });
        callers.allowCoreThreadTimeOut(true);
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(questionnaire.fields().toArray(String[]::new));
    }

    @Override
    public List<Score> score(Group group) throws InterruptedException {
        judge.begin();
        List<Criterion> criteria = questionnaire.criteria(group.prompt());
        if (criteria.isEmpty() && config.mode() != Mode.LIKERT) {
            return Reward.perTrajectory(group, any -> Score.unscorable("the rubric has no criteria"));
        }
        List<Callable<double[]>> asked = new ArrayList<>();
        for (Trajectory trajectory : group.trajectories()) {
            List<Questionnaire.Question> questions = questionnaire.about(trajectory, criteria);
            for (int judgment = 0; judgment < config.judgments(); judgment++) {
                int number = judgment;
                questions.forEach(question -> asked.add(() -> judge.ask(question, number)));
            }
        }
        List<Future<double[]>> answers = callers.invokeAll(asked); // an interruption cancels running calls
        int each = answers.size() / group.size();
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            scores.add(score(answers.subList(i * each, (i + 1) * each), criteria));
        }
        return scores;
    }

    private Score score(List<Future<double[]>> answers, List<Criterion> criteria) throws InterruptedException {
        List<double[]> marks = new ArrayList<>();
        Optional<String> unreadable = Optional.empty();
        for (Future<double[]> answer : answers) {
            try {
                marks.add(answer.get());
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (!(cause instanceof Unreadable)) {
                    return Score.failed("the judge gave no answer: " + cause);
                }
                unreadable = Optional.of(String.valueOf(cause.getMessage()));
            }
        }
        return unreadable.map(Score::unscorable).orElseGet(() -> Score.of(value(marks, criteria)));
    }

    /** The reward of a response, from the marks of all answers: {@code K} judgments one after the other. */
    private double value(List<double[]> marks, List<Criterion> criteria) {
        int each = marks.size() / config.judgments();
        List<double[]> judgments = new ArrayList<>();
        for (int from = 0; from < marks.size(); from += each) {
            judgments.add(marks.subList(from, from + each).stream()
                    .flatMapToDouble(DoubleStream::of)
                    .toArray());
        }
        double[] met = config.vote() == Vote.MEAN ? RubricScore.mean(judgments) : RubricScore.majority(judgments);
        if (config.mode() == Mode.LIKERT) {
            return met[0];
        }
        return config.veto() && lacksAnEssential(met, criteria)
                ? 0
                : RubricScore.weighted(
                        criteria.stream().mapToDouble(config.weights()::of).toArray(), met);
    }

    /** Returns true if an essential criterion is met in fewer than half of the judgments. */
    private static boolean lacksAnEssential(double[] met, List<Criterion> criteria) {
        for (int k = 0; k < met.length; k++) {
            if (criteria.get(k).category() == Category.ESSENTIAL && met[k] < 0.5) {
                return true;
            }
        }
        return false;
    }
}
