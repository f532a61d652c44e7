package org.reason4j.reward.unsupervised.selfplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.unsupervised.Responses.values;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.RunInfo;
import org.reason4j.reward.unsupervised.program.Fault;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.Vectors;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Services;

class AbsoluteZeroTest {

    private static final String TASK = "program 3 + 2 *; input 7; output ?";

    @TempDir
    Path directory;

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final Checker checker = new Checker(1000);
    private final AbsoluteZero reward = new AbsoluteZero(AbsoluteZeroConfig.DEFAULTS);

    private AbsoluteZeroSampler sampler(int references) {
        RunInfo run = (RunInfo) Services.standard(directory).all().get(RunInfo.class);
        return new AbsoluteZeroSampler(
                new AbsoluteZeroSamplerConfig("{task}", 4, references, 4, 10, 1000), new Characters(), run, metrics);
    }

    private static Prompt proposer(String id, String kind) {
        return Prompt.of(id, List.of(Message.user("anything")), new int[] {1})
                .withFields(Map.of("kind", kind, "role", "propose"));
    }

    private static Group judged(Task task, String... responses) {
        return Samples.group(Samples.prompt("p", task.question()).withFields(task.fields()), responses);
    }

    @Test
    void proposalsAreWorthWhatThePaperAndTheCodeSay() throws Exception {
        JsonNode vector = vector("azr-proposer");
        double[] accuracies = Vectors.row(vector.at("/inputs/solver_accuracy"));
        assertThat(DoubleStream.of(accuracies)
                        .map(a -> Learnability.of(a, AbsoluteZeroConfig.DEFAULTS.useless()))
                        .toArray())
                .containsExactly(Vectors.row(vector.at("/expected/paper")), within(1e-9));
        assertThat(DoubleStream.of(accuracies)
                        .map(a -> Learnability.of(a, AbsoluteZeroConfig.CODE.useless()))
                        .toArray())
                .containsExactly(Vectors.row(vector.at("/expected/code_with_zero_to_minus_half")), within(1e-9));
    }

    @Test
    void answersAreWorthWhatIsPublished() throws Exception {
        Task task = checker.task(TaskKind.DEDUCTION, "3 + 2 *", List.of("7"));
        assertThat(values(reward.score(judged(task, "<answer> 20 </answer>", "<answer>21</answer>", "20"))))
                .containsExactly(Vectors.row(vector("azr-solver").at("/expected/reward")));
    }

    @Test
    void everyInputThatGivesTheOutputSolvesAnAbduction() throws Exception {
        Task task = checker.task(TaskKind.ABDUCTION, "abs", List.of("-3"));
        assertThat(task.question()).isEqualTo("program abs; input ?; output 3");
        assertThat(values(reward.score(judged(
                        task,
                        "<answer>3</answer>",
                        "<answer>-3</answer>",
                        "<answer>4</answer>",
                        "<answer>x</answer>"))))
                .containsExactly(1, 1, -0.5, -0.5);
    }

    @Test
    void aProgramThatIsRightOnTheShownCasesAloneDoesNotSolveAnInduction() throws Exception {
        Task task = checker.task(TaskKind.INDUCTION, "dup *", List.of("0", "1", "2", "3"));
        assertThat(task.question()).isEqualTo("program ?; input 0; output 0; input 1; output 1");
        // the empty program is right on 0 and 1, and wrong on 2 and 3
        assertThat(values(reward.score(judged(
                        task,
                        "<answer>dup *</answer>",
                        "<answer>1 *</answer>",
                        "<answer>( </answer>",
                        "<answer>dup over * *</answer>"))))
                .containsExactly(1, -0.5, -0.5, -0.5);
    }

    @Test
    void theRuleForHeldOutTasksSaysRightOrWrongForEveryKind() throws Exception {
        ProgramAnswer rule = new ProgramAnswer(ProgramAnswerConfig.DEFAULTS);
        Task abduction = checker.task(TaskKind.ABDUCTION, "abs", List.of("-3"));
        assertThat(values(rule.score(judged(abduction, "<answer>3</answer>", "<answer>2</answer>", "3"))))
                .containsExactly(1, 0, 0);
        Task induction = checker.task(TaskKind.INDUCTION, "dup *", List.of("0", "1", "2", "3"));
        assertThat(values(rule.score(judged(induction, "<answer>dup *</answer>", "<answer>1 *</answer>"))))
                .containsExactly(1, 0);
        assertThat(rule.score(Samples.group(proposer("p", "deduction"), "<answer>3</answer>")))
                .allMatch(Score.Unscorable.class::isInstance);
    }

    @Test
    void aProgramThatChangesItsMindIsNoTask() {
        List<String> outputs = new ArrayList<>(List.of("1", "2"));
        assertThatThrownBy(() -> Checker.twice((program, input) -> outputs.remove(0), "p", "7"))
                .isInstanceOf(Fault.class)
                .hasMessage("the program makes '1' and then '2' of the same input");
    }

    @Test
    void oneStepProposesChecksAttemptsAndMarksBothRoles() {
        Scripted policy = new Scripted(Map.of(
                "propose deduction",
                List.of(
                        "<program>3 + 2 *</program><input>7</input>",
                        "<program>3 +</program>",
                        "no idea",
                        "<program>3   + 2 *</program><input>07</input>"),
                TASK,
                List.of("<answer>20</answer>", "<answer>19</answer>", "<answer>20</answer>", "20")));
        List<Group> groups = sampler(0).sample(new Scripted.Step(1, List.of(proposer("p", "deduction")), 4, policy));
        assertThat(groups).hasSize(2);
        // half of the attempts are right: both proposals of the same task are worth 1/2, the others are no tasks
        assertThat(values(reward.score(groups.get(0)))).containsExactly(0.5, -1, -1, 0.5);
        assertThat(values(reward.score(groups.get(1)))).containsExactly(1, -0.5, 1, -1);
        assertThat(groups.get(1).prompt().id()).isEqualTo("p/0");
        assertThat(policy.asked()).filteredOn(TASK::equals).hasSize(4);
        assertThat(metrics.values())
                .containsEntry("absolute_zero/valid", 0.5)
                .containsEntry("absolute_zero/solved", 0.5)
                .containsEntry("absolute_zero/learnable", 1.0)
                .containsEntry("absolute_zero/pool", 2.0);
    }

    @Test
    void acceptedTasksAreShownToTheNextProposersAndFillUpWhereProposalsFail() {
        AbsoluteZeroSampler sampler = sampler(5);
        Map<String, List<String>> answers = new HashMap<>();
        String first = "propose deduction\nnot program ; input 1";
        answers.put(first, List.of("<program>3 + 2 *</program><input>7</input>"));
        Scripted policy = new Scripted(answers);
        List<Prompt> prompts = List.of(proposer("p", "deduction"));
        sampler.sample(new Scripted.Step(1, prompts, 2, policy));
        policy.asked().clear();
        List<Group> groups = sampler.sample(new Scripted.Step(2, prompts, 2, policy));
        String shown = policy.asked().get(0);
        assertThat(shown.lines())
                .containsExactlyInAnyOrder(
                        "propose deduction", "not program ; input 1", "not program 3 + 2 *; input 7");
        // nothing was proposed to that, so one of the two tasks of the pool is attempted
        assertThat(groups).hasSize(2);
        assertThat(groups.get(1).prompt().id()).isEqualTo("pool/0");
    }

    @Test
    void aProposerOfInductionsIsGivenAProgramAndWritesInputs() {
        Scripted policy = new Scripted(Map.of(
                "propose 4 inputs; program ",
                List.of("<input>1</input><input>2</input><input>[ 3 ]</input><input>4</input>", "<input>1</input>")));
        List<Group> groups = sampler(0).sample(new Scripted.Step(1, List.of(proposer("p", "induction")), 2, policy));
        assertThat(groups.get(1).prompt().messages())
                .containsExactly(Message.user("program ?; input 1; output 1; input 2; output 2"));
        // no attempt has an answer, so the task teaches nothing; the second proposal lacks inputs
        assertThat(values(reward.score(groups.get(0)))).containsExactly(0, -1);
    }

    @Test
    void thePoolGoesThroughACheckpointAndKeepsTheNewest() throws Exception {
        TaskPool pool = new TaskPool(2);
        for (String program : List.of("1 +", "2 +", "3 +", "3 +")) {
            pool.add(checker.task(TaskKind.INDUCTION, program, List.of("1", "2")));
        }
        TaskPool restored = new TaskPool(2);
        restored.restore(pool.state());
        assertThat(restored.draw(7, 5)).isEqualTo(pool.draw(7, 5)).hasSize(2);
        assertThat(restored.draw(7, 5).stream().map(Task::program)).containsExactlyInAnyOrder("2 +", "3 +");
        assertThatThrownBy(() -> restored.restore("nothing")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> restored.restore(List.of(Map.of("kind", "deduction"))))
                .hasMessageContaining("holds what is no task");
    }

    @Test
    void aRestoredSamplerGoesOnAsTheSavedOne() {
        List<Prompt> prompts = List.of(proposer("p", "deduction"));
        Scripted first = new Scripted(Map.of(
                "propose deduction\nnot program ; input 1",
                List.of("<program>1 +</program><input>1</input>", "<program>2 +</program><input>2</input>")));
        AbsoluteZeroSampler saved = sampler(2);
        saved.sample(new Scripted.Step(1, prompts, 2, first));
        AbsoluteZeroSampler restored = sampler(2);
        restored.restore(saved.state());
        Scripted ofSaved = new Scripted(Map.of());
        Scripted ofRestored = new Scripted(Map.of());
        saved.sample(new Scripted.Step(2, prompts, 2, ofSaved));
        restored.sample(new Scripted.Step(2, prompts, 2, ofRestored));
        assertThat(ofRestored.asked()).isEqualTo(ofSaved.asked()).isNotEmpty();
        assertThat(restored.state()).isEqualTo(saved.state());
    }

    @Test
    void aPromptWithoutAKindIsRefusedWithWhatToDo() {
        Scripted policy = new Scripted(Map.of());
        assertThatThrownBy(() -> sampler(0).sample(new Scripted.Step(1, List.of(proposer("p", "sums")), 2, policy)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has the kind 'sums'")
                .hasMessageContaining("program-tasks");
    }

    @Test
    void whatNeitherProposesNorSolvesHasNoScore() {
        assertThat(reward.score(Samples.group(Samples.prompt("p", "2+2="), "<answer>4</answer>", "5")))
                .hasSize(2)
                .allMatch(Score.Unscorable.class::isInstance);
    }
}
