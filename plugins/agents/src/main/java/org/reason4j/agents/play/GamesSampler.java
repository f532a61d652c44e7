package org.reason4j.agents.play;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.agents.ask.Reply;
import org.reason4j.agents.ask.Respondent;
import org.reason4j.agents.game.Games;
import org.reason4j.agents.game.Seat;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;

/**
 * Zero-sum games for two players, whose turns are trajectories of their own: each answers what its player sees. From every prompt,
 * which the dataset {@code game-starts} makes, {@code rollout.groupSize} games are played, all side by side. What its player got
 * in the end is on every turn of the policy, for the reward {@code game-outcome}.
 *
 * <p>First turns from one prompt are a group; every later turn, with a prompt that no other has, is a group of one. All turns of a
 * game have its sample index. Games of a step do not influence each other: draws are keyed by seed, step, prompt, game and turn.
 *
 * <p>An illegal move, or a turn that runs out of tokens, is a loss by {@code forfeit}. A game in which another model gives no
 * answer counts for nobody: its turns fail with the reason, and {@code rollout.onFailure} says what follows.
 *
 * <p>Metrics: {@code games/first_won}, {@code games/second_won} and {@code games/drawn}, shares of games; {@code games/won}, that
 * of games that the policy won against another player; {@code games/turns}, moves per game; {@code games/illegal} and {@code
 * games/timeout}, shares of games that the policy lost in these ways; {@code games/opponent_forfeit}, of those that the other
 * player lost so; {@code games/void}, of those that count for nobody.
 *
 * @see <a href="https://arxiv.org/abs/2506.24119">SPIRAL, section 3</a>
 */
public final class GamesSampler implements Sampler, AutoCloseable {

    private static final int BOTH = -1;

    private final GamesConfig config;
    private final Tokenizer tokenizer;
    private final RunInfo run;
    private final Metrics metrics;
    private final Optional<Respondent> model;

    public GamesSampler(GamesConfig config, Tokenizer tokenizer, RunInfo run, TextModels models, Metrics metrics) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.run = run;
        this.metrics = metrics;
        model = config.opponent() instanceof Opponent.Model asked
                ? Optional.of(new Respondent(asked.ask(), models))
                : Optional.empty();
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields("game", "start").attaching(Outcomes.STREAM);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        List<Match> matches = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            Seat start = Seat.of(prompt);
            for (int sample = 0; sample < step.groupSize(); sample++) {
                matches.add(new Match(start, sample, tokenizer));
            }
        }
        List<Match> open = matches;
        while (!open.isEmpty()) {
            letOthersMove(step, open.stream().filter(match -> !isOurs(match)).toList());
            write(
                    step,
                    open.stream()
                            .filter(match -> !match.isOver() && isOurs(match))
                            .toList());
            open = open.stream().filter(match -> !match.isOver()).toList();
        }
        matches.forEach(this::tell);
        return groups(matches);
    }

    /** The player that the policy takes, or both. */
    private int ours(Match match) {
        return config.opponent() instanceof Opponent.Self ? BOTH : match.sample() % 2;
    }

    private boolean isOurs(Match match) {
        int ours = ours(match);
        return ours == BOTH || ours == match.player();
    }

    private void write(SamplingStep step, List<Match> waiting) {
        List<RolloutRequest> requests = waiting.stream()
                .map(match -> RolloutRequest.of(match.now().prompt(), match.sample(), step.params()))
                .toList();
        List<Trajectory> turns =
                requests.isEmpty() ? List.of() : step.rollouts().generate(requests);
        for (int i = 0; i < turns.size(); i++) {
            waiting.get(i).write(turns.get(i));
        }
    }

    private void letOthersMove(SamplingStep step, List<Match> waiting) {
        if (config.opponent() instanceof Opponent.Model) {
            List<Reply> replies = model.orElseThrow()
                    .ask(waiting.stream()
                            .map(match -> new Respondent.Question(match.messages(), key(step, match)))
                            .toList());
            for (int i = 0; i < replies.size(); i++) {
                waiting.get(i).take(replies.get(i));
            }
            return;
        }
        boolean expert = config.opponent() instanceof Opponent.Expert;
        for (Match match : waiting) {
            match.move(scripted(expert, match.now(), key(step, match)));
        }
    }

    static String scripted(boolean expert, Seat seat, long key) {
        return expert ? seat.game().expert(seat.position(), key) : Games.random(seat.position(), key);
    }

    private long key(SamplingStep step, Match match) {
        long place = SplitMix64.key(run.seed(), step.number(), match.sample(), match.length());
        return SplitMix64.extend(place, match.start().prompt().id());
    }

    private void tell(Match match) {
        Match.Result result = match.result();
        int ours = ours(match);
        boolean counts = result.end() != Match.End.VOID;
        metrics.mean("games/void", counts ? 0 : 1);
        metrics.mean("games/turns", match.length());
        if (!counts) {
            return;
        }
        double first = match.outcome(0, config.forfeit());
        double second = match.outcome(1, config.forfeit());
        metrics.mean("games/first_won", first > second ? 1 : 0);
        metrics.mean("games/second_won", second > first ? 1 : 0);
        metrics.mean("games/drawn", first == second ? 1 : 0);
        boolean own = ours == BOTH || ours == result.player();
        metrics.mean("games/illegal", own && result.end() == Match.End.ILLEGAL ? 1 : 0);
        metrics.mean("games/timeout", own && result.end() == Match.End.TIMEOUT ? 1 : 0);
        if (ours != BOTH) {
            metrics.mean("games/won", (ours == 0 ? first > second : second > first) ? 1 : 0);
            metrics.mean("games/opponent_forfeit", !own && result.end() != Match.End.RULES ? 1 : 0);
        }
    }

    /** Turns by their prompts, games with the same start together. */
    private List<Group> groups(List<Match> matches) {
        Map<String, List<Trajectory>> turns = new LinkedHashMap<>();
        for (Match match : matches) {
            for (Match.Turn turn : match.turns()) {
                turns.computeIfAbsent(turn.trajectory().prompt().id(), any -> new ArrayList<>())
                        .add(ended(match, turn));
            }
        }
        return turns.values().stream()
                .map(group -> Group.of(group.get(0).prompt(), group))
                .toList();
    }

    private Trajectory ended(Match match, Match.Turn turn) {
        return match.result().end() == Match.End.VOID
                ? turn.trajectory().withFailure(match.result().reason())
                : Outcomes.with(turn.trajectory(), match.outcome(turn.player(), config.forfeit()));
    }

    @Override
    public void close() {
        model.ifPresent(Respondent::close);
    }
}
