package org.reason4j.agents.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.agents.game.Seat;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;

/**
 * Plays a game on from a move to its end, the policy against a fixed opponent, and scores the move by who won. It measures held-out
 * games, which the dataset {@code game-starts} makes: the accuracy of a greedy response is the share of games that greedy moves win.
 * Further moves are drawn with the parameters of the response. What the opponent draws is a function of seed, prompt, sample and
 * turn, so measurements before and after training have equal opponents.
 *
 * <p>An illegal move, or a turn that runs out of tokens, is a lost game. A prompt of no game has no score. Games of concurrent calls
 * are written together: {@code training.rewardCalls} says how many.
 *
 * <p>Metrics: {@code game_playout/won}, {@code game_playout/drawn} and {@code game_playout/lost}, shares of games; {@code
 * game_playout/forfeit}, the share of games that are lost by an illegal move or a timeout.
 */
public final class GamePlayout implements Reward {

    private static final int LONGEST_MOVE = 64; // tokens, where a response does not say how it was drawn

    private final GamePlayoutConfig config;
    private final SharedTurns policy;
    private final Tokenizer tokenizer;
    private final RunInfo run;
    private final Metrics metrics;

    public GamePlayout(
            GamePlayoutConfig config, RolloutEngine policy, Tokenizer tokenizer, RunInfo run, Metrics metrics) {
        this.config = config;
        this.policy = new SharedTurns(policy);
        this.tokenizer = tokenizer;
        this.run = run;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields("game", "start");
    }

    @Override
    public List<Score> score(Group group) {
        Optional<Seat> start = Seat.find(group.prompt());
        if (start.isEmpty()) {
            Score none = Score.unscorable("prompt '" + group.prompt().id() + "' is of no game, or of one that is over");
            return Reward.perTrajectory(group, one -> none);
        }
        List<Match> matches = new ArrayList<>();
        for (Trajectory first : group.trajectories()) {
            Match match = new Match(start.get(), first.sample(), tokenizer);
            match.write(first);
            matches.add(match);
        }
        int ours = start.get().position().player();
        playOn(matches, ours);
        return matches.stream().map(match -> score(match, ours)).toList();
    }

    private void playOn(List<Match> matches, int ours) {
        List<Match> open = open(matches);
        while (!open.isEmpty()) {
            for (Match match : open) {
                if (match.player() != ours) {
                    match.move(GamesSampler.scripted(
                            config.opponent() == GamePlayoutConfig.Scripted.EXPERT, match.now(), key(match)));
                }
            }
            List<Match> waiting = open(open);
            List<RolloutRequest> requests =
                    waiting.stream().map(GamePlayout::request).toList();
            List<Trajectory> turns = policy.write(requests);
            for (int i = 0; i < turns.size(); i++) {
                waiting.get(i).write(turns.get(i));
            }
            open = open(waiting);
        }
    }

    private static List<Match> open(List<Match> matches) {
        return matches.stream().filter(match -> !match.isOver()).toList();
    }

    private static RolloutRequest request(Match match) {
        SamplingParams params =
                match.turns().get(0).trajectory().params().orElseGet(() -> SamplingParams.of(LONGEST_MOVE));
        return RolloutRequest.of(match.now().prompt(), match.sample(), params);
    }

    private long key(Match match) {
        return SplitMix64.extend(
                SplitMix64.key(run.seed(), match.sample(), match.length()),
                match.start().prompt().id());
    }

    private Score score(Match match, int ours) {
        Match.Result result = match.result();
        if (result.end() == Match.End.VOID) {
            return Score.failed("the game was broken off: " + result.reason());
        }
        double outcome = match.outcome(ours, Forfeit.DEFAULTS);
        metrics.mean("game_playout/won", outcome > 0 ? 1 : 0);
        metrics.mean("game_playout/drawn", outcome == 0 ? 1 : 0);
        metrics.mean("game_playout/lost", outcome < 0 ? 1 : 0);
        metrics.mean("game_playout/forfeit", result.end() != Match.End.RULES && result.player() == ours ? 1 : 0);
        return Score.of(outcome > 0 ? 1 : outcome == 0 ? config.draw() : 0);
    }
}
