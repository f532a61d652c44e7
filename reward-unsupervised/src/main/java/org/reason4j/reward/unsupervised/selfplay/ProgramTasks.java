package org.reason4j.reward.unsupervised.selfplay;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.reward.unsupervised.program.Fault;

/**
 * Tasks of the small language of programs: prompts of proposers for the sampler {@code absolute-zero}, tasks to solve as
 * held-out problems, and demonstrations of both for a model that has not seen the language.
 *
 * <p>Fields: {@code role}, {@code propose} or {@code solve}; {@code kind}; of a task to solve, {@code answer}, its right answer
 * or one of them, and what the reward {@code absolute-zero} needs. So deductions are measured by any rule that compares
 * answers, the other kinds by that reward. The id of a task is its question.
 *
 * <p>A demonstrated deduction writes the value after each piece of the program, {@code 7 3 + 10;10 2 * 20}; {@code style} is
 * {@code careful}, or {@code hasty} where the last piece is left out. Imitating a mixture gives a model that can do either.
 */
public record ProgramTasks(ProgramTasksConfig config) implements DatasetReader {

    private static final int ATTEMPTS = 1000;

    @Override
    public List<Example> read() {
        List<Example> examples = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < config.count(); index++) {
            examples.add(one(index, seen));
        }
        return List.copyOf(examples);
    }

    private Example one(int index, Set<String> seen) {
        TaskKind kind = config.kinds().get(index % config.kinds().size());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            TaskDraw draw = new TaskDraw(config, index, attempt);
            try {
                Optional<Example> drawn = drawn(draw, kind, index, seen);
                if (drawn.isPresent()) {
                    return drawn.get();
                }
            } catch (Fault e) {
                continue; // a program without a result is drawn again
            }
        }
        throw new ConfigException(
                "The dataset program-tasks found no task " + (index + 1) + " that differs from the others" + " in "
                        + ATTEMPTS + " attempts; lower count, or allow larger numbers or more operations");
    }

    private Optional<Example> drawn(TaskDraw draw, TaskKind kind, int index, Set<String> seen) throws Fault {
        boolean proposes = draw.fraction() < config.proposeShare();
        boolean careful = draw.fraction() < config.carefulShare();
        List<String> pieces = draw.pieces();
        Task task = draw.task(kind, pieces);
        if (!draw.isOfSplit(task)) {
            return Optional.empty();
        }
        if (proposes) {
            return Optional.of(proposal(draw, task, index));
        }
        return seen.add(task.question()) ? Optional.of(solution(draw, task, pieces, careful)) : Optional.empty();
    }

    private Example proposal(TaskDraw draw, Task task, int index) throws Fault {
        boolean induction = task.kind() == TaskKind.INDUCTION;
        List<Task> references = new ArrayList<>();
        for (int left = draw.below(config.references() + 1); left > 0 && !induction; left--) {
            references.add(draw.task(task.kind(), draw.pieces()));
        }
        String text = induction
                ? TaskTexts.inputs(task.program(), config.inputs())
                : TaskTexts.proposal(task.kind(), references);
        Example example = example("propose/" + index, text)
                .withFields(Map.of(
                        Task.ROLE, Role.PROPOSE.text(), Task.KIND, task.kind().text()));
        return config.demonstrations() ? example.withResponse(TaskTexts.proposed(task, !induction)) : example;
    }

    private Example solution(TaskDraw draw, Task task, List<String> pieces, boolean careful) throws Fault {
        Example example = example(task.question(), task.question());
        Map<String, Object> fields = task.fields();
        if (!config.demonstrations()) {
            return example.withFields(fields);
        }
        if (task.kind() != TaskKind.DEDUCTION) {
            return example.withFields(fields).withResponse("<answer>" + task.answer() + "</answer>");
        }
        fields.put("style", careful ? "careful" : "hasty");
        List<String> written = careful ? pieces : pieces.subList(0, pieces.size() - 1);
        return example.withFields(fields)
                .withResponse(draw.working(written, task.cases().get(0).input()).response());
    }

    private Example example(String id, String text) {
        return Example.of(id, List.of(Message.user(TaskTexts.asked(config.instruction(), text))));
    }
}
