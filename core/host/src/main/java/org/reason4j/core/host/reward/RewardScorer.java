package org.reason4j.core.host.reward;

import static org.reason4j.api.plugin.ConfigException.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.engine.deadline.DeadlinePool;
import org.reason4j.core.host.config.Recipe.OnMissing;
import org.reason4j.core.host.plugin.Guard;
import org.reason4j.core.host.plugin.LinkingException;
import org.reason4j.core.host.plugin.RewardBound;

/**
 * Asks the rewards of a recipe about groups of trajectories and composes their answers.
 *
 * <p>Calls run concurrently, each with a deadline, but the result depends only on the answers: it is put
 * together in the order of groups and rewards. A trajectory is kept if every reward has a value for it; the recipe's policies
 * say what happens otherwise. A retry asks about the whole group again and replaces only the scores that were missing.
 *
 * <p>A call that ignores both its deadline and the interruption keeps its thread. Training goes on without it until
 * more than {@value #MOST_LOST_THREADS} threads are lost like that.
 */
public final class RewardScorer implements AutoCloseable {

    static final int MOST_LOST_THREADS = 16;
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final List<ActiveReward> rewards;
    private final List<WeightedSum.Term> terms;
    private final List<AtomicBoolean> logged;
    private final List<ReadAnswers> answers;
    private final DeadlinePool pool;
    private final int mostLostThreads;
    private final Duration grace;
    private final Optional<FailedResponses> failures;

    /**
     * Makes a scorer that drops responses which failed in their environment, whatever their number.
     *
     * @param rewards the rewards of the recipe, in its order
     * @param threads calls at a time
     */
    public RewardScorer(List<ActiveReward> rewards, int threads) {
        this(rewards, threads, GRACE, MOST_LOST_THREADS);
    }

    /**
     * Makes a scorer.
     *
     * @param onFailure policy for responses that failed in their environment
     */
    public RewardScorer(List<ActiveReward> rewards, int threads, OnMissing onFailure) {
        this(rewards, threads, GRACE, MOST_LOST_THREADS, Optional.of(new FailedResponses(onFailure)));
    }

    RewardScorer(List<ActiveReward> rewards, int threads, Duration grace, int mostLostThreads) {
        this(rewards, threads, grace, mostLostThreads, Optional.empty());
    }

    private RewardScorer(
            List<ActiveReward> rewards,
            int threads,
            Duration grace,
            int mostLostThreads,
            Optional<FailedResponses> failures) {
        check(
                rewards.isEmpty()
                        || rewards.stream().anyMatch(reward -> !reward.term().gate()),
                "No reward adds to the sum, so every response would get 0. Set gate: false for one of rewards.");
        Set<String> keys = new HashSet<>();
        for (ActiveReward reward : rewards) {
            check(
                    keys.add(reward.key()),
                    "Two rewards have the key '%s'. Set rewards[].key of one of them to another name.",
                    reward.key());
        }
        this.rewards = List.copyOf(rewards);
        this.terms = rewards.stream().map(ActiveReward::weighted).toList();
        this.logged = rewards.stream().map(reward -> new AtomicBoolean()).toList();
        this.answers = rewards.stream()
                .map(ReadAnswers::new)
                .filter(ReadAnswers::isPossible)
                .toList();
        this.mostLostThreads = mostLostThreads;
        this.failures = failures;
        this.grace = grace;
        this.pool = new DeadlinePool(threads, grace);
    }

    /**
     * Scores the groups of a step. Responses that failed in their environment are dropped before a reward sees them. Where a
     * recipe has no rewards, the others are kept with an outcome of 0, and no metric tells one.
     *
     * @throws LinkingException if a reward's code does not link
     * @throws RewardAbortException if a score is missing and the recipe says {@code ABORT}, a reward failed for every
     *     response, or too many calls hang
     * @throws org.reason4j.api.plugin.ConfigException if responses failed and the recipe says {@code ABORT}, or all did
     */
    public ScoringResult score(List<Group> groups) {
        failures.ifPresent(policy -> policy.check(groups));
        FailedResponses dropping = failures.orElse(new FailedResponses(OnMissing.DROP_TRAJECTORY));
        List<Group> complete = groups.stream()
                .map(dropping::without)
                .filter(group -> group.size() > 0)
                .toList();
        if (rewards.isEmpty()) {
            return result(
                    groups, complete.stream().map(RewardScorer::unrewarded).toList(), new TreeMap<>());
        }
        List<List<Judgement>> byGroup = complete.stream().map(this::judgements).toList();
        List<Judgement> all = byGroup.stream().flatMap(List::stream).toList();
        int abandoned = askAll(all);
        rewards.forEach(reward -> throwIfAllFailed(reward, all));
        List<ScoredGroup> kept =
                byGroup.stream().map(this::compose).flatMap(Optional::stream).toList();
        return result(groups, kept, RewardMetrics.of(all, kept, abandoned));
    }

    /**
     * The share of responses in which each reward reads no answer, as {@code reward/KEY/no_answer}; nothing for rewards that
     * read none. It changes no score.
     */
    public Map<String, Double> unreadAnswers(List<Group> groups) {
        Map<String, Double> metrics = new TreeMap<>();
        for (ReadAnswers reader : answers) {
            long seconds = MARGIN.plus(reader.reward().deadline().plus(grace).multipliedBy(groups.size()))
                    .toSeconds();
            reader.share(groups, pool, seconds)
                    .ifPresent(share -> metrics.put("reward/" + reader.reward().key() + "/no_answer", share));
        }
        return metrics;
    }

    private static ScoredGroup unrewarded(Group group) {
        return ScoredGroup.of(
                group.prompt(),
                group.trajectories().stream()
                        .map(one -> ScoredTrajectory.of(one, 0))
                        .toList());
    }

    private static ScoringResult result(List<Group> groups, List<ScoredGroup> kept, Map<String, Double> metrics) {
        int before = groups.stream().mapToInt(Group::size).sum();
        int after = kept.stream().mapToInt(ScoredGroup::size).sum();
        metrics.put("reward/dropped_trajectories", (double) (before - after));
        metrics.put("reward/dropped_groups", (double) (groups.size() - kept.size()));
        return new ScoringResult(kept, metrics);
    }

    /**
     * Asks every reward about every response, and leaves none out: an outcome that is no value is told as it is.
     *
     * @return one verdict per trajectory, group by group
     * @throws LinkingException if a reward's code does not link
     * @throws RewardAbortException if the recipe says {@code ABORT} for an outcome, or too many calls hang
     */
    public List<List<Verdict>> verdicts(List<Group> groups) {
        List<List<Judgement>> byGroup = groups.stream().map(this::judgements).toList();
        askAll(byGroup.stream().flatMap(List::stream).toList());
        return byGroup.stream().map(this::ofGroup).toList();
    }

    private List<Verdict> ofGroup(List<Judgement> judgements) {
        return IntStream.range(0, judgements.get(0).group().size())
                .mapToObj(i -> verdict(judgements.stream()
                        .map(judgement -> judgement.scores().get(i))
                        .toList()))
                .toList();
    }

    private Verdict verdict(List<Score> scores) {
        boolean whole = scores.stream().allMatch(Score.Value.class::isInstance);
        double[] values = scores.stream()
                .mapToDouble(score -> score instanceof Score.Value value ? value.value() : Double.NaN)
                .toArray();
        return new Verdict(
                byKey(scores), whole ? OptionalDouble.of(WeightedSum.of(terms, values)) : OptionalDouble.empty());
    }

    /** Asks until no judgement wants a retry; returns how many calls were abandoned. */
    private int askAll(List<Judgement> all) {
        int abandoned = 0;
        for (List<Judgement> open = all; !open.isEmpty(); open = stillOpen(open)) {
            abandoned += ask(open);
        }
        return abandoned;
    }

    private Map<String, Score> byKey(List<Score> scores) {
        Map<String, Score> byKey = new LinkedHashMap<>();
        for (int i = 0; i < scores.size(); i++) {
            byKey.put(rewards.get(i).key(), scores.get(i));
        }
        return byKey;
    }

    /** Interrupts all running calls. */
    @Override
    public void close() {
        pool.close();
    }

    private List<Judgement> judgements(Group group) {
        return IntStream.range(0, rewards.size())
                .mapToObj(i -> new Judgement(rewards.get(i), group, logged.get(i)))
                .toList();
    }

    private static List<Judgement> stillOpen(List<Judgement> asked) {
        return asked.stream().filter(Judgement::wantsRetry).toList();
    }

    /** Asks once for each judgement; returns how many calls were abandoned. */
    private int ask(List<Judgement> judgements) {
        List<CompletableFuture<DeadlinePool.Ended<Judgement.Answer>>> calls = new ArrayList<>();
        long longest = longest(judgements).toSeconds();
        try {
            for (Judgement judgement : judgements) {
                ActiveReward reward = judgement.reward();
                calls.add(pool.submit("reward-" + reward.key(), reward.deadline(), judgement::ask));
            }
            int abandoned = 0;
            for (int i = 0; i < calls.size(); i++) {
                Judgement judgement = judgements.get(i);
                DeadlinePool.Ended<Judgement.Answer> ended = await(calls.get(i), judgement, longest);
                if (ended.abandoned()) {
                    abandoned++;
                    throwIfTooManyHang(judgement.reward());
                }
                judgement.take(ended);
            }
            return abandoned;
        } finally {
            calls.forEach(call -> call.cancel(false));
        }
    }

    /** Time within which all have ended, even one after the other. */
    private Duration longest(List<Judgement> judgements) {
        return judgements.stream()
                .map(judgement -> judgement.reward().deadline().plus(grace))
                .reduce(MARGIN, Duration::plus);
    }

    private static <T> T await(CompletableFuture<T> call, Judgement judgement, long seconds) {
        try {
            return call.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "Reward '" + judgement.reward().key() + "' did not end on prompt '"
                            + judgement.group().prompt().id() + "' within " + seconds
                            + " seconds, the time of all calls one after the other; the thread that called it is gone",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while rewards were being computed", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LinkingException linking) {
                throw linking;
            }
            if (e.getCause() instanceof WorkersException workers) {
                throw workers;
            }
            throw new IllegalStateException(
                    "Reward '" + judgement.reward().key() + "' threw a VirtualMachineError on prompt '"
                            + judgement.group().prompt().id() + "': " + e.getCause(),
                    e.getCause());
        }
    }

    private void throwIfTooManyHang(ActiveReward reward) {
        int lost = pool.lost();
        if (lost > mostLostThreads) {
            throw new RewardAbortException(
                    reward.key(),
                    "Reward '" + reward.key() + "', "
                            + Guard.describe(reward.reward()) + ", hangs: " + lost
                            + " calls ignore both their deadline of "
                            + reward.term().deadlineSeconds()
                            + " seconds and the interruption after it, and their threads can't be stopped (at most "
                            + mostLostThreads + " are tolerated). The log shows where they are stuck.");
        }
    }

    /** A reward that failed for every response, or was late, does not recover by itself: there is nothing to learn from. */
    private static void throwIfAllFailed(ActiveReward reward, List<Judgement> all) {
        List<Judgement> own = all.stream()
                .filter(one -> one.reward().key().equals(reward.key()))
                .toList();
        if (own.isEmpty() || !own.stream().allMatch(Judgement::failedWholly)) {
            return;
        }
        Judgement last = own.get(own.size() - 1);
        throw new RewardAbortException(
                reward.key(),
                "Reward '" + reward.key() + "' gave no score for any of the "
                        + own.stream().mapToInt(one -> one.group().size()).sum()
                        + " responses, the last of them to prompt '"
                        + last.group().prompt().id() + "': " + last.lastReason()
                        + ". There is nothing to learn from. Fix what"
                        + " the reward needs, such as its server, or give it more time with deadlineSeconds. A training"
                        + " run goes on with --resume.");
    }

    /** Composes the rewards of a group's trajectories; absent if none is left. */
    private Optional<ScoredGroup> compose(List<Judgement> judgements) {
        Group group = judgements.get(0).group();
        if (judgements.stream().anyMatch(Judgement::dropsGroup)) {
            return Optional.empty();
        }
        List<ScoredTrajectory> kept = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            int index = i;
            List<Score> scores = judgements.stream()
                    .map(judgement -> judgement.scores().get(index))
                    .toList();
            if (scores.stream().allMatch(Score.Value.class::isInstance)) {
                kept.add(compose(group.trajectories().get(i), scores));
            }
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(ScoredGroup.of(group.prompt(), kept));
    }

    private ScoredTrajectory compose(Trajectory trajectory, List<Score> scores) {
        List<Score.Value> values = scores.stream().map(Score.Value.class::cast).toList();
        double[] outcomes = values.stream().mapToDouble(Score.Value::value).toArray();
        List<Optional<float[]>> dense =
                values.stream().map(Score.Value::tokenRewards).toList();
        ScoredTrajectory scored = ScoredTrajectory.of(attached(trajectory, values), WeightedSum.of(terms, outcomes))
                .withScores(byKey(scores))
                .withTokenRewards(WeightedSum.ofTokens(terms, dense, trajectory.length(), outcomes))
                .withShares(shares(WeightedSum.shares(terms, dense, outcomes)));
        requireBound(scored);
        return scored;
    }

    private Map<String, Double> shares(double... ofTerms) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int i = 0; i < ofTerms.length; i++) {
            if (!terms.get(i).gate()) {
                shares.put(rewards.get(i).key(), ofTerms[i]);
            }
        }
        return shares;
    }

    /** Values within the bound can leave it by their weights. */
    private void requireBound(ScoredTrajectory scored) {
        check(
                RewardBound.holds(scored.reward()) && RewardBound.holds(scored.tokenRewards()),
                "The weighted rewards of prompt '%s', sample %s, are %s in all, expected %s. Values: %s; weights: %s. Lower"
                        + " rewards[].weight.",
                scored.trajectory().prompt().id(),
                scored.trajectory().sample(),
                scored.reward(),
                RewardBound.expected(),
                scored.scores(),
                rewards.stream()
                        .map(reward -> reward.key() + "=" + reward.term().weight())
                        .toList());
    }

    private static Trajectory attached(Trajectory trajectory, List<Score.Value> values) {
        Trajectory carrying = trajectory;
        for (Score.Value value : values) {
            for (Map.Entry<TokenStream, float[]> stream : value.streams().entrySet()) {
                if (carrying.streams().contains(stream.getKey())) {
                    throw new PluginException("Two rewards attach the stream '"
                            + stream.getKey().name() + "'. Leave one of them out of the recipe.");
                }
                carrying = carrying.with(stream.getKey(), stream.getValue());
            }
        }
        return carrying;
    }
}
