package org.reason4j.reward.unsupervised.selfplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.reward.unsupervised.Responses.values;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.reward.unsupervised.selfplay.ProgramTasksConfig.Split;
import org.reason4j.testkit.subject.Samples;

class ProgramTasksTest {

    private static List<Example> read(Split split, List<TaskKind> kinds, double propose, double careful, int count) {
        return new ProgramTasks(new ProgramTasksConfig(
                        count,
                        5,
                        split,
                        kinds,
                        propose,
                        List.of("N +", "N -"),
                        2,
                        2,
                        9,
                        20,
                        4,
                        2,
                        "{task}",
                        true,
                        careful))
                .read();
    }

    private static double score(Example example) {
        Prompt prompt = Samples.prompt(example.id(), "?").withFields(example.fields());
        return values(new AbsoluteZero(AbsoluteZeroConfig.DEFAULTS)
                .score(Samples.group(prompt, example.response().orElseThrow())))[0];
    }

    @Test
    void carefulDemonstrationsAreRightForEveryKind() {
        List<Example> examples = read(Split.TRAIN, List.of(TaskKind.values()), 0, 1, 300);
        assertThat(examples).allSatisfy(example -> assertThat(score(example)).isEqualTo(1));
        assertThat(examples.stream().map(one -> one.fields().get("kind")).distinct())
                .containsExactly("deduction", "abduction", "induction");
    }

    @Test
    void hastyDeductionsLeaveOutTheLastPieceAndAreWrong() {
        List<Example> examples = read(Split.TRAIN, List.of(TaskKind.DEDUCTION), 0, 0, 100);
        assertThat(examples).allSatisfy(example -> assertThat(score(example)).isEqualTo(-0.5));
        Example first = examples.get(0);
        assertThat(first.fields()).containsEntry("style", "hasty");
        assertThat(first.response().orElseThrow()).doesNotContain(";"); // one line of two
    }

    @Test
    void aCarefulDeductionWritesTheValueAfterEachPiece() {
        Example first = read(Split.TRAIN, List.of(TaskKind.DEDUCTION), 0, 1, 1).get(0);
        String[] lines = first.response()
                .orElseThrow()
                .replaceAll("</?think>|<answer>.*", "")
                .split(";");
        assertThat(lines).hasSize(2).allSatisfy(line -> {
            String[] parts = line.split(" "); // value, number, word, next value
            long number = Long.parseLong(parts[1]);
            assertThat(Long.parseLong(parts[3]))
                    .isEqualTo(Long.parseLong(parts[0]) + (parts[2].equals("+") ? number : -number));
        });
    }

    @Test
    void demonstratedProposalsAreTasks() {
        Checker checker = new Checker(1000);
        for (Example example : read(Split.TRAIN, List.of(TaskKind.values()), 1, 1, 60)) {
            TaskKind kind = TaskKind.of((String) example.fields().get("kind")).orElseThrow();
            String text = example.messages().get(0).content();
            Optional<String> given = kind == TaskKind.INDUCTION
                    ? Optional.of(text.substring("propose 4 inputs; program ".length()))
                    : Optional.empty();
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> TaskTexts.read(kind, given, example.response().orElseThrow(), checker, 4)))
                    .isNull();
        }
    }

    @Test
    void heldOutTasksAreNeverAmongThoseOfTraining() {
        List<TaskKind> kinds = List.of(TaskKind.DEDUCTION);
        Set<String> train = new HashSet<>();
        read(Split.TRAIN, kinds, 0, 1, 2000).forEach(one -> train.add(one.id()));
        assertThat(read(Split.HELD_OUT, kinds, 0, 1, 400)).noneMatch(one -> train.contains(one.id()));
        assertThat(train).hasSize(2000);
    }

    @Test
    void moreTasksThanThereAreIsRefused() {
        assertThatThrownBy(() -> new ProgramTasks(new ProgramTasksConfig(
                                50,
                                1,
                                Split.TRAIN,
                                List.of(TaskKind.DEDUCTION),
                                0,
                                List.of("N +"),
                                1,
                                1,
                                2,
                                2,
                                4,
                                0,
                                "{task}",
                                false,
                                1))
                        .read())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("lower count, or allow larger numbers");
    }
}
