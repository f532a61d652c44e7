package org.reason4j.agents.debate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.reason4j.agents.ask.Reply;
import org.reason4j.agents.ask.Respondent;
import org.reason4j.agents.play.Outcomes;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;

/**
 * Debates: the policy argues for both sides of a question, in turns, and a judge decides, who is the policy in a third role or
 * another model. {@code rollout.groupSize} debates are held on every prompt, all side by side; every turn of the policy is a
 * trajectory with a prompt of its own, and carries what its role got: 1 for the side that the judge follows and -1 for the other;
 * for the judge, 1 where that side is the field {@code answer} of the example, else -1.
 *
 * <p>The field {@code sides} of an example has the two answers that are argued for. Which of them speaks first changes from debate to
 * debate. A side that says nothing, or runs out of tokens, has lost by {@code forfeit}. A debate whose judge gives no verdict has no
 * winner: the turns of its sides fail with that reason, and {@code rollout.onFailure} says what follows. Turns of a judge whose
 * example has no answer are left out.
 *
 * <p>Metrics: {@code debate/first_won}, the share of decided debates that the first speaker won; {@code debate/right}, the share of
 * those with an answer in which the right side won; {@code debate/forfeit}, of debates that a side lost by its fault; {@code
 * debate/no_verdict}, of those that the judge did not decide; {@code debate/void}, of those that broke.
 *
 * @see <a href="https://arxiv.org/abs/1805.00899">AI safety via debate</a>
 */
public final class DebateSampler implements Sampler, AutoCloseable {

    private static final String SIDES = "sides";

    private final DebateConfig config;
    private final Tokenizer tokenizer;
    private final RunInfo run;
    private final Metrics metrics;
    private final Optional<Respondent> judge;

    public DebateSampler(DebateConfig config, Tokenizer tokenizer, RunInfo run, TextModels models, Metrics metrics) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.run = run;
        this.metrics = metrics;
        judge = config.judge() instanceof Judge.Model asked
                ? Optional.of(new Respondent(asked.ask(), models))
                : Optional.empty();
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(SIDES).attaching(Outcomes.STREAM);
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        List<Debate> debates = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            List<String> sides = sides(prompt);
            for (int sample = 0; sample < step.groupSize(); sample++) {
                debates.add(new Debate(config, prompt, sides, sample));
            }
        }
        List<Debate> open = debates;
        while (!open.isEmpty()) {
            letJudgeDecide(step, open.stream().filter(this::isJudged).toList());
            write(
                    step,
                    open.stream()
                            .filter(debate -> !debate.isOver() && !isJudged(debate))
                            .toList());
            open = open.stream().filter(debate -> !debate.isOver()).toList();
        }
        debates.forEach(this::tell);
        return debates.stream().flatMap(DebateSampler::groups).toList();
    }

    private static List<String> sides(Prompt prompt) {
        if (prompt.fields().get(SIDES) instanceof List<?> sides && sides.size() == 2) {
            List<String> texts = sides.stream().map(String::valueOf).toList();
            if (!texts.get(0).equals(texts.get(1)) && texts.stream().noneMatch(String::isBlank)) {
                return texts;
            }
        }
        throw new ConfigException(
                "Prompt '" + prompt.id() + "' has '" + prompt.field(SIDES).orElse("")
                        + "' for the field 'sides', expected a list of two different answers, such as [\"yes\", \"no\"]. Add it to the"
                        + " examples under data.train.");
    }

    /** True if another model is to decide now. */
    private boolean isJudged(Debate debate) {
        return judge.isPresent() && debate.role() == Debate.JUDGE;
    }

    private void letJudgeDecide(SamplingStep step, List<Debate> waiting) {
        if (waiting.isEmpty()) {
            return;
        }
        List<Reply> replies = judge.orElseThrow()
                .ask(waiting.stream()
                        .map(debate -> new Respondent.Question(debate.messages(), key(step, debate)))
                        .toList());
        for (int i = 0; i < replies.size(); i++) {
            Debate debate = waiting.get(i);
            Reply reply = replies.get(i);
            if (reply instanceof Reply.Said said) {
                debate.say(said.text());
            } else if (reply instanceof Reply.Failed failed) {
                debate.fail(failed.reason());
            } else {
                debate.quit();
            }
        }
    }

    private long key(SamplingStep step, Debate debate) {
        return SplitMix64.extend(
                SplitMix64.key(run.seed(), step.number(), debate.sample(), debate.turn()),
                debate.question().id());
    }

    private void write(SamplingStep step, List<Debate> waiting) {
        List<RolloutRequest> requests = waiting.stream()
                .map(debate -> RolloutRequest.of(debate.prompt(tokenizer), debate.sample(), step.params()))
                .toList();
        List<Trajectory> turns =
                requests.isEmpty() ? List.of() : step.rollouts().generate(requests);
        for (int i = 0; i < turns.size(); i++) {
            waiting.get(i).write(turns.get(i));
        }
    }

    private void tell(Debate debate) {
        Optional<Integer> quitter = debate.quitter();
        metrics.mean("debate/void", debate.broken().isPresent() ? 1 : 0);
        metrics.mean(
                "debate/forfeit", quitter.filter(role -> role != Debate.JUDGE).isPresent() ? 1 : 0);
        metrics.mean(
                "debate/no_verdict",
                quitter.filter(role -> role == Debate.JUDGE).isPresent() ? 1 : 0);
        debate.winner().ifPresent(won -> metrics.mean("debate/first_won", won == 0 ? 1 : 0));
        debate.isRight().ifPresent(right -> metrics.mean("debate/right", right ? 1 : 0));
    }

    /** The turns of a debate, each with a prompt of its own. */
    private static Stream<Group> groups(Debate debate) {
        Map<String, Trajectory> turns = new LinkedHashMap<>();
        for (Debate.Turn turn : debate.turns()) {
            Trajectory written = turn.trajectory();
            Optional<Double> outcome = debate.outcome(turn.role());
            if (outcome.isPresent()) {
                turns.put(written.prompt().id(), Outcomes.with(written, outcome.get()));
            } else if (turn.role() != Debate.JUDGE || debate.broken().isPresent()) {
                turns.put(written.prompt().id(), written.withFailure(debate.reason()));
            }
        }
        return turns.values().stream().map(turn -> Group.of(turn.prompt(), List.of(turn)));
    }

    @Override
    public void close() {
        judge.ifPresent(Respondent::close);
    }
}
