package org.reason4j.core.trainer.evaluation;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.plugin.Guard;
import org.reason4j.core.host.reward.ActiveReward;
import org.reason4j.core.host.reward.RewardScorer;
import org.reason4j.core.host.track.HeldOutScores;

/**
 * Measures a model on problems: greedy accuracy, and pass@k and maj@k over samples.
 *
 * <p>A response is correct where the reward is at least the recipe's threshold. One that the reward can't score is left
 * out of every share and counted.
 */
public final class Evaluator implements Measuring, AutoCloseable {

    /** Stands in for the step in the keys of evaluation's draws: before and after training draw alike. */
    private static final long STEP = -1;

    private final LanguageModel model;
    private final Tokenizer tokenizer;
    private final EvaluationSettings settings;
    private final Reward reward;
    private final RewardScorer scorer;

    /**
     * Prepares to measure.
     *
     * @param reward decides which responses are correct
     */
    public Evaluator(LanguageModel model, Tokenizer tokenizer, ActiveReward reward, EvaluationSettings settings) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.settings = settings;
        this.reward = reward.reward();
        RewardTerm term = reward.term();
        scorer = new RewardScorer(
                List.of(new ActiveReward(
                        new RewardTerm(
                                term.name(),
                                term.preset(),
                                term.key(),
                                1,
                                List.of(),
                                false,
                                term.deadlineSeconds(),
                                term.retries(),
                                Recipe.OnMissing.DROP_TRAJECTORY,
                                Recipe.OnMissing.DROP_TRAJECTORY,
                                Recipe.OnMissing.DROP_TRAJECTORY,
                                term.config()),
                        reward.reward())),
                settings.threads());
    }

    /**
     * One problem with what the model wrote.
     *
     * @param response its greedy response
     * @param reward its reward
     * @param correct whether that is at least the recipe's threshold
     */
    public record Answer(Prompt problem, Trajectory response, double reward, boolean correct) {}

    /**
     * A measurement with the answers behind it.
     *
     * @param measurement the numbers
     * @param answers one greedy answer per scored problem, in order
     * @param unscored problems whose greedy response the reward couldn't score
     */
    public record Result(HeldOutScores measurement, List<Answer> answers, int unscored) {}

    /** Failure of the first response that failed; empty where none did. */
    private static String failure(List<Group> groups) {
        return groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .flatMap(response -> response.failure().stream())
                .findFirst()
                .map(reason -> "; the first response that failed: " + reason)
                .orElse("");
    }

    @Override
    public Result greedy(List<Prompt> problems, Progress progress) {
        List<Group> groups = generate(problems, 1, 0, progress);
        Map<Trajectory, Double> rewards = rewards(groups);
        List<Answer> answers = new ArrayList<>();
        for (Group group : groups) {
            Trajectory response = group.trajectories().get(0);
            Double reward = rewards.get(response);
            if (reward != null) {
                answers.add(new Answer(group.prompt(), response, reward, reward >= settings.threshold()));
            }
        }
        check(
                !answers.isEmpty(),
                "The reward could score none of the %s problems of the evaluation dataset%s",
                problems.size(),
                failure(groups));
        int right = (int) answers.stream().filter(Answer::correct).count();
        double length = answers.stream()
                .mapToInt(answer -> answer.response().length())
                .average()
                .orElse(0);
        return new Result(
                HeldOutScores.greedy(right, answers.size(), length), answers, problems.size() - answers.size());
    }

    @Override
    public Result full(List<Prompt> problems, Progress progress) {
        AtomicLong tokens = new AtomicLong();
        Result greedy = greedy(problems, counting(tokens, progress));
        if (settings.samples() == 0) {
            return greedy;
        }
        List<Group> groups = generate(
                problems, settings.samples(), settings.temperature(), after(problems.size(), tokens.get(), progress));
        Map<Trajectory, Boolean> verdicts = new HashMap<>();
        rewards(groups).forEach((response, reward) -> verdicts.put(response, reward >= settings.threshold()));
        Map<Integer, Double> passAt = new TreeMap<>();
        Map<Integer, Double> majorityAt = new TreeMap<>();
        for (int k : settings.k()) {
            if (k <= settings.samples()) {
                mean(groups, group -> passAt(group, verdicts, k)).ifPresent(value -> passAt.put(k, value));
                if (k > 1 && readsAnswers(reward)) {
                    mean(groups, group -> majorityAt(group, verdicts, k)).ifPresent(value -> majorityAt.put(k, value));
                }
            }
        }
        HeldOutScores base = greedy.measurement();
        HeldOutScores measurement = new HeldOutScores(
                base.accuracy(),
                base.standardError(),
                new TreeMap<>(passAt),
                new TreeMap<>(majorityAt),
                base.responseLength(),
                base.problems());
        return new Result(measurement, greedy.answers(), greedy.unscored());
    }

    private static Progress counting(AtomicLong tokens, Progress progress) {
        return new Progress() {
            @Override
            public void responses(long done) {
                progress.responses(done);
            }

            @Override
            public void tokens(long written) {
                tokens.set(written);
                progress.tokens(written);
            }
        };
    }

    /** Counts on from what an earlier part of the measurement wrote. */
    private static Progress after(long responses, long tokens, Progress progress) {
        return new Progress() {
            @Override
            public void responses(long done) {
                progress.responses(responses + done);
            }

            @Override
            public void tokens(long written) {
                progress.tokens(tokens + written);
            }
        };
    }

    private static Optional<Double> mean(List<Group> groups, Function<Group, Optional<Double>> share) {
        List<Double> shares =
                groups.stream().map(share).flatMap(Optional::stream).toList();
        return shares.isEmpty()
                ? Optional.empty()
                : Optional.of(shares.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow());
    }

    private static Optional<Double> passAt(Group group, Map<Trajectory, Boolean> verdicts, int k) {
        List<Trajectory> scored = scored(group, verdicts);
        int correct = (int) scored.stream().filter(verdicts::get).count();
        return scored.size() < k ? Optional.empty() : Optional.of(PassAtK.of(scored.size(), correct, k));
    }

    private Optional<Double> majorityAt(Group group, Map<Trajectory, Boolean> verdicts, int k) {
        List<Trajectory> scored = scored(group, verdicts);
        if (scored.size() < k) {
            return Optional.empty();
        }
        List<Trajectory> voters = scored.subList(0, k);
        List<Optional<String>> answers = voters.stream().map(reward::answer).toList();
        Set<String> right = new HashSet<>();
        for (int i = 0; i < k; i++) {
            if (Boolean.TRUE.equals(verdicts.get(voters.get(i)))) {
                answers.get(i).ifPresent(right::add);
            }
        }
        Predicate<String> correct = right::contains;
        return Optional.of(MajorityAtK.of(answers, correct));
    }

    /** True if a reward reads a response's answer; a vote over the others would find every answer unreadable. */
    private static boolean readsAnswers(Reward reward) {
        return Guard.overrides(reward, Reward.class, "answer", Trajectory.class);
    }

    private static List<Trajectory> scored(Group group, Map<Trajectory, Boolean> verdicts) {
        return group.trajectories().stream().filter(verdicts::containsKey).toList();
    }

    /** Writes responses, with the rollouts' ends but without their filters; temperature 0 is greedy. */
    private List<Group> generate(List<Prompt> problems, int samples, double temperature, Progress progress) {
        SamplingParams params = settings.params().withTemperature(temperature);
        List<RolloutRequest> requests = new ArrayList<>();
        for (Prompt problem : problems) {
            for (int sample = 0; sample < samples; sample++) {
                requests.add(RolloutRequest.of(problem, sample, params));
            }
        }
        List<Trajectory> trajectories = new Decoder(
                        model, tokenizer, settings.decoding(), settings.seed(), STEP, progress::responses)
                .tellingTokens(progress::tokens)
                .generate(requests);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < problems.size(); i++) {
            groups.add(Group.of(problems.get(i), trajectories.subList(i * samples, (i + 1) * samples)));
        }
        return groups;
    }

    /** The reward of each scored trajectory; those without a score are missing. */
    private Map<Trajectory, Double> rewards(List<Group> groups) {
        Map<Trajectory, Double> rewards = new HashMap<>();
        for (ScoredGroup group : scorer.score(groups).groups()) {
            for (ScoredTrajectory scored : group.trajectories()) {
                rewards.put(scored.trajectory(), scored.reward());
            }
        }
        return rewards;
    }

    @Override
    public void close() {
        scorer.close();
    }
}
