package org.reason4j.reward.unsupervised.selfplay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;
import org.reason4j.reward.unsupervised.program.Fault;
import org.reason4j.reward.unsupervised.rollout.Responses;

/**
 * One policy in two roles within a step: it proposes tasks, and attempts those that the {@link Checker} accepts. Groups of both
 * roles are learned from, with the reward {@code absolute-zero}.
 *
 * <p>The step's prompts come from the dataset {@code program-tasks}; their field {@code kind} says what is proposed. A
 * proposer is shown some accepted tasks, to propose something else; one of inductions is given the program of one. Every
 * accepted task that is new in the step is attempted {@code attempts} times; where there are fewer than the step has
 * prompts, tasks of the pool fill up. The pool is in the checkpoint, and a run begins with the identity: an empty program.
 *
 * <p>Metrics: {@code absolute_zero/valid}, the share of proposals that are tasks; {@code absolute_zero/solved}, the share of
 * attempts that are right; {@code absolute_zero/learnable}, the share of tasks that some attempts solved and others did not;
 * {@code absolute_zero/pool}, the number of tasks in the pool.
 *
 * @see <a href="https://arxiv.org/abs/2505.03335">Absolute Zero, algorithm 1</a>
 */
public final class AbsoluteZeroSampler implements Sampler, Stateful {

    private static final String POOL = "pool";
    private static final long REFERENCES = 1; // keys of draws for different purposes
    private static final long GIVEN = 2;
    private static final long FILL = 3;

    private final AbsoluteZeroSamplerConfig config;
    private final Tokenizer tokenizer;
    private final RunInfo run;
    private final Metrics metrics;
    private final Checker checker;
    private final TaskPool pool;

    public AbsoluteZeroSampler(AbsoluteZeroSamplerConfig config, Tokenizer tokenizer, RunInfo run, Metrics metrics) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.run = run;
        this.metrics = metrics;
        checker = new Checker(config.steps());
        pool = new TaskPool(config.poolSize());
        try {
            pool.add(checker.task(TaskKind.DEDUCTION, "", List.of("1")));
        } catch (Fault e) {
            throw new IllegalStateException("the identity is a program: " + e.reason(), e);
        }
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(Task.KIND).attaching(AbsoluteZero.SOLVED);
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(POOL, pool.state());
    }

    @Override
    public void restore(Map<String, Object> state) {
        pool.restore(state.getOrDefault(POOL, ""));
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        List<Prompt> proposers =
                step.prompts().stream().map(prompt -> proposer(prompt, step)).toList();
        List<Trajectory> proposals = Responses.of(step, proposers, step.groupSize());
        List<Optional<Task>> read = proposals.stream().map(this::read).toList();
        Map<Task, Prompt> asked = new LinkedHashMap<>(); // every new task once, in the order of proposals
        for (int i = 0; i < proposals.size(); i++) {
            Trajectory proposal = proposals.get(i);
            read.get(i).ifPresent(task -> asked.computeIfAbsent(task, any -> solver(place(proposal), task)));
        }
        fill(asked, step);
        List<Group> solutions = groups(List.copyOf(asked.values()), step);
        Map<Task, Float> solved = new HashMap<>();
        for (Group group : solutions) {
            Task.of(group.prompt()).ifPresent(task -> solved.put(task, accuracy(group, task)));
        }
        List<Group> groups = new ArrayList<>(marked(proposers, proposals, read, solved, step.groupSize()));
        solutions.forEach(group -> groups.add(group.withTrajectories(
                group.trajectories().stream().map(one -> with(one, 0)).toList())));
        read.forEach(task -> task.ifPresent(pool::add));
        metrics.mean("absolute_zero/pool", pool.size());
        return groups;
    }

    private static String place(Trajectory proposal) {
        return proposal.prompt().id() + "/" + proposal.sample();
    }

    private long key(SamplingStep step, String id, long purpose) {
        return SplitMix64.extend(SplitMix64.key(run.seed(), step.number(), purpose), id);
    }

    private Prompt proposer(Prompt prompt, SamplingStep step) {
        TaskKind kind = prompt.field(Task.KIND)
                .flatMap(TaskKind::of)
                .orElseThrow(() -> new ConfigException("Prompt '" + prompt.id() + "' has the kind '"
                        + prompt.field(Task.KIND).orElse("") + "'; the sampler 'absolute-zero' proposes deduction,"
                        + " abduction and induction. Name the dataset program-tasks under data.train."));
        Map<String, Object> fields = new HashMap<>();
        fields.put(Task.ROLE, Role.PROPOSE.text());
        fields.put(Task.KIND, kind.text());
        String text;
        if (kind == TaskKind.INDUCTION) {
            String program = pool.draw(key(step, prompt.id(), GIVEN), 1).get(0).program();
            fields.put(Task.PROGRAM, program);
            text = TaskTexts.inputs(program, config.inputs());
        } else {
            text = TaskTexts.proposal(kind, pool.draw(key(step, prompt.id(), REFERENCES), config.references()));
        }
        return prompt(prompt.id(), text, fields);
    }

    private Prompt solver(String id, Task task) {
        return prompt(id, task.question(), task.fields());
    }

    private Prompt prompt(String id, String text, Map<String, Object> fields) {
        List<Message> messages = List.of(Message.user(TaskTexts.asked(config.instruction(), text)));
        return Prompt.of(id, messages, tokenizer.render(messages)).withFields(fields);
    }

    private List<Group> groups(List<Prompt> prompts, SamplingStep step) {
        List<Trajectory> written = Responses.of(step, prompts, config.attempts());
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            groups.add(Group.of(prompts.get(i), written.subList(i * config.attempts(), (i + 1) * config.attempts())));
        }
        return groups;
    }

    private Optional<Task> read(Trajectory proposal) {
        Prompt prompt = proposal.prompt();
        TaskKind kind = prompt.field(Task.KIND).flatMap(TaskKind::of).orElseThrow();
        try {
            Task task = TaskTexts.read(kind, prompt.field(Task.PROGRAM), proposal.text(), checker, config.inputs());
            metrics.mean("absolute_zero/valid", 1);
            return Optional.of(task);
        } catch (Fault e) {
            metrics.mean("absolute_zero/valid", 0);
            return Optional.empty();
        }
    }

    /** Adds tasks of the pool where proposals were too few. */
    private void fill(Map<Task, Prompt> asked, SamplingStep step) {
        int missing = step.prompts().size() - asked.size();
        if (missing <= 0 || asked.isEmpty() && pool.size() == 1) {
            return; // the identity alone teaches nothing
        }
        int number = 0;
        for (Task task : pool.draw(key(step, "", FILL), missing)) {
            if (!asked.containsKey(task)) {
                asked.put(task, solver("pool/" + number++, task));
            }
        }
    }

    private float accuracy(Group group, Task task) {
        long right = group.trajectories().stream()
                .filter(one -> AbsoluteZero.ANSWER
                        .last(one.text())
                        .filter(answer -> checker.verdict(task, answer) == Checker.Verdict.RIGHT)
                        .isPresent())
                .count();
        double share = (double) right / group.size();
        metrics.mean("absolute_zero/solved", share);
        metrics.mean("absolute_zero/learnable", share > 0 && share < 1 ? 1 : 0);
        return (float) share;
    }

    private static List<Group> marked(
            List<Prompt> proposers,
            List<Trajectory> proposals,
            List<Optional<Task>> read,
            Map<Task, Float> solved,
            int each) {
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < proposers.size(); i++) {
            List<Trajectory> members = new ArrayList<>();
            for (int j = i * each; j < (i + 1) * each; j++) {
                float share = read.get(j)
                        .map(task -> solved.getOrDefault(task, AbsoluteZero.UNTRIED))
                        .orElse(AbsoluteZero.INVALID);
                members.add(with(proposals.get(j), share));
            }
            groups.add(Group.of(proposers.get(i), members));
        }
        return groups;
    }

    private static Trajectory with(Trajectory one, float number) {
        float[] numbers = new float[one.length()];
        Arrays.fill(numbers, number);
        return one.with(AbsoluteZero.SOLVED, numbers);
    }
}
