package org.reason4j.agents.proposal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.reason4j.agents.game.Seat;
import org.reason4j.agents.play.Outcomes;
import org.reason4j.agents.text.Sum;
import org.reason4j.agents.text.Template;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;

/**
 * One policy that proposes tasks and solves them, within a step. The dataset's prompts ask for a task, {@code rollout.groupSize}
 * times each; every proposal that is one is attempted {@code attempts} times. A proposal gets the more, the nearer the share of
 * right answers is to the target; an answer gets 1 where it is right, else 0. The reward {@code game-outcome} reads both.
 *
 * <p>Every proposal is an episode of its own: prompts of solvers have the fields {@code role}, {@code task}, the id of the example,
 * {@code episode}, that of the proposal, and {@code answer} where it is known. So {@code hierarchical-grpo} compares solvers of one
 * proposal, and proposals to one example.
 *
 * <p>Metrics: {@code proposer_solver/valid}, the share of proposals that are tasks; {@code proposer_solver/solved}, the share of right
 * answers, mean over tasks; {@code proposer_solver/learnable}, the share of tasks that some attempts solve and others do not.
 *
 * @see <a href="https://arxiv.org/abs/2505.03335">Absolute Zero, which checks programs; sampler absolute-zero</a>
 */
public final class ProposerSolverSampler implements Sampler {

    private static final int LONGEST = 2000; // characters of a task

    private final ProposerSolverConfig config;
    private final Tokenizer tokenizer;
    private final Metrics metrics;

    public ProposerSolverSampler(ProposerSolverConfig config, Tokenizer tokenizer, Metrics metrics) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.attaching(Outcomes.STREAM);
    }

    /** A proposal that is a task, with its attempts. */
    private record Episode(Prompt prompt, Optional<String> answer) {}

    @Override
    public List<Group> sample(SamplingStep step) {
        List<Prompt> asked = step.prompts().stream()
                .map(prompt -> with(prompt, Map.of(Seat.ROLE, "proposer", Seat.TASK, prompt.id())))
                .toList();
        List<Trajectory> proposals = written(step, asked, step.groupSize());
        List<Optional<Episode>> episodes = proposals.stream().map(this::episode).toList();
        List<Group> solutions =
                solutions(step, episodes.stream().flatMap(Optional::stream).toList());
        List<Group> groups = new ArrayList<>();
        List<Trajectory> judged = new ArrayList<>();
        List<Group> answered = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < proposals.size(); i++) {
            Trajectory proposal = proposals.get(i);
            if (episodes.get(i).isEmpty()) {
                boolean failed = proposal.finish() == Finish.FAILED;
                judged.add(failed ? proposal : Outcomes.with(proposal, config.invalid()));
            } else {
                Group group = solutions.get(next++);
                answered.add(scored(group, episodes.get(i).get()));
                judged.add(rated(proposal, answered.get(answered.size() - 1)));
            }
        }
        for (int i = 0; i < asked.size(); i++) {
            groups.add(Group.of(asked.get(i), judged.subList(i * step.groupSize(), (i + 1) * step.groupSize())));
        }
        groups.addAll(answered);
        return groups;
    }

    private static Prompt with(Prompt prompt, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(prompt.fields());
        fields.putAll(more);
        return prompt.withFields(fields);
    }

    private static List<Trajectory> written(SamplingStep step, List<Prompt> prompts, int each) {
        List<RolloutRequest> requests = new ArrayList<>();
        SamplingParams params = step.params();
        for (Prompt prompt : prompts) {
            for (int sample = 0; sample < each; sample++) {
                requests.add(RolloutRequest.of(prompt, sample, params));
            }
        }
        return requests.isEmpty() ? List.of() : step.rollouts().generate(requests);
    }

    /** Reads a proposal; empty where it is no task. */
    private Optional<Episode> episode(Trajectory proposal) {
        Optional<Episode> episode = Optional.of(proposal)
                .filter(whole -> whole.finish() == Finish.STOP)
                .flatMap(whole -> config.proposal().last(whole.text()))
                .filter(task -> task.length() <= LONGEST)
                .flatMap(task -> episode(proposal, task));
        metrics.mean("proposer_solver/valid", episode.isPresent() ? 1 : 0);
        return episode;
    }

    private Optional<Episode> episode(Trajectory proposal, String task) {
        Optional<String> answer = Optional.empty();
        if (config.rule() == ProposerSolverConfig.Rule.SUM) {
            var value = Sum.of(task);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            answer = Optional.of(Long.toString(value.getAsLong()));
        }
        String id = proposal.prompt().id() + "/" + proposal.sample();
        List<Message> messages = Template.asking(
                proposal.prompt().messages(), Template.filled(config.instruction(), Map.of("task", task)));
        Map<String, Object> fields = new HashMap<>();
        fields.put(Seat.ROLE, "solver");
        fields.put(Seat.TASK, proposal.prompt().id());
        fields.put(Seat.EPISODE, id);
        answer.ifPresent(right -> fields.put("answer", right));
        return Optional.of(
                new Episode(Prompt.of(id, messages, tokenizer.render(messages)).withFields(fields), answer));
    }

    private List<Group> solutions(SamplingStep step, List<Episode> episodes) {
        List<Prompt> prompts = episodes.stream().map(Episode::prompt).toList();
        List<Trajectory> attempts = written(step, prompts, config.attempts());
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            groups.add(Group.of(prompts.get(i), attempts.subList(i * config.attempts(), (i + 1) * config.attempts())));
        }
        return groups;
    }

    private Group scored(Group group, Episode episode) {
        Optional<String> right = episode.answer().or(() -> vote(group));
        return group.withTrajectories(group.trajectories().stream()
                .map(one -> one.finish() == Finish.FAILED
                        ? one
                        : Outcomes.with(one, right.isPresent() && right.equals(answer(one)) ? 1 : 0))
                .toList());
    }

    private Optional<String> answer(Trajectory attempt) {
        return config.answer().last(attempt.text());
    }

    /** The most frequent answer, the first of several. */
    private Optional<String> vote(Group group) {
        Map<String, Long> votes = group.trajectories().stream()
                .map(this::answer)
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
        long most = votes.values().stream().max(Comparator.naturalOrder()).orElse(0L);
        return votes.entrySet().stream()
                .filter(vote -> vote.getValue() == most)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Gives a proposal what its attempts make it worth. */
    private Trajectory rated(Trajectory proposal, Group attempts) {
        double[] right = attempts.trajectories().stream()
                .flatMap(one -> one.find(Outcomes.STREAM).stream())
                .filter(numbers -> numbers.length > 0)
                .mapToDouble(numbers -> numbers[0])
                .toArray();
        if (right.length == 0) {
            return proposal.withFailure("no attempt at the task came to an end");
        }
        double rate = Arrays.stream(right).average().orElseThrow();
        metrics.mean("proposer_solver/solved", rate);
        metrics.mean("proposer_solver/learnable", rate > 0 && rate < 1 ? 1 : 0);
        return Outcomes.with(proposal, config.worth(rate));
    }
}
