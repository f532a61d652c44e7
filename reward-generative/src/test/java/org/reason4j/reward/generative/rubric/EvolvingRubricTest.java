package org.reason4j.reward.generative.rubric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.track.RunInfo;
import org.reason4j.reward.generative.Configs;
import org.reason4j.reward.generative.judge.Unreadable;
import org.reason4j.reward.generative.rubric.RubricConfig.Mode;
import org.reason4j.testkit.RecordedMetrics;

class EvolvingRubricTest {

    @TempDir
    Path directory;

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final List<String> revisions = new CopyOnWriteArrayList<>();
    private String proposal = "[\"Is it brief?\"]";

    @Test
    void theJudgeAddsCriteriaFromContrastsOfEarlierUpdates() throws Exception {
        EvolvingRubric rubric = rubric();
        assertThat(values(rubric.score(group("p", 0, "right", "wrong")))).containsExactly(1, 0);
        assertThat(values(rubric.score(group("q", 1, "right and long", "wrong"))))
                .containsExactly(1, 0);
        assertThat(revisions).isEmpty();
        // from update 2 on: 1 for the criterion of the recipe, 0.7 for the added one
        double[] revised = values(rubric.score(group("r", 2, "right", "right and long", "wrong")));
        assertThat(revised).containsExactly(new double[] {1, 1 / 1.7, 0.7 / 1.7}, within(1e-12));
        assertThat(revisions).hasSize(1);
        assertThat(revisions.get(0)).contains("Better: right\n", "Worse: wrong", "Better: right and long");
        assertThat(metrics.of("rubric_evolving/revisions")).isEqualTo(1);
        assertThat(metrics.of("rubric_evolving/met_1")).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(Files.readString(directory.resolve("plugins/rubric-evolving/criteria.txt")))
                .isEqualTo("After 2 updates:\n- Is it brief?\n");
    }

    @Test
    void groupsOfOneUpdateAreJudgedAlikeInAnyOrder() throws Exception {
        List<Group> groups = List.of(
                group("p", 0, "right", "wrong"),
                group("q", 0, "right and long", "wrong"),
                group("r", 0, "right", "wrong and long"));
        List<Group> reversed = new ArrayList<>(groups);
        Collections.reverse(reversed);
        for (List<Group> order : List.of(groups, reversed)) {
            EvolvingRubric rubric = rubric();
            for (Group group : order) {
                rubric.score(group);
            }
            rubric.score(group("s", 2, "right", "wrong"));
        }
        assertThat(revisions).hasSize(2);
        assertThat(revisions.get(0)).isEqualTo(revisions.get(1));
    }

    @Test
    void aCriterionThatTellsNothingApartIsNotShownAgain() throws Exception {
        EvolvingRubric rubric = rubric();
        proposal = "[\"Is it brief?\", \"Is it text?\"]";
        rubric.score(group("p", 0, "right", "wrong"));
        rubric.score(group("q", 2, "right", "right and long"));
        rubric.score(group("r", 4, "right", "wrong"));
        assertThat(revisions).hasSize(2);
        assertThat(revisions.get(1)).contains("Is it brief?").doesNotContain("Is it text?");
    }

    @Test
    void aRevisionThatCannotBeReadChangesNothingAndComesAgainLater() throws Exception {
        EvolvingRubric rubric = rubric();
        proposal = "no list";
        rubric.score(group("p", 0, "right", "wrong"));
        assertThat(values(rubric.score(group("q", 2, "right and long", "wrong"))))
                .containsExactly(1, 0);
        assertThat(metrics.of("rubric_evolving/revisions_failed")).isEqualTo(1);
        proposal = "[\"Is it brief?\"]";
        rubric.score(group("r", 3, "right", "wrong"));
        assertThat(revisions).hasSize(1);
        rubric.score(group("r", 4, "right", "wrong"));
        assertThat(revisions).hasSize(2);
    }

    @Test
    void aRunThatIsResumedGoesOnWithTheSameCriteriaAndContrasts() throws Exception {
        EvolvingRubric rubric = rubric();
        rubric.score(group("p", 0, "right", "wrong"));
        rubric.score(group("q", 2, "right", "right and long"));
        ObjectMapper json = new ObjectMapper();
        EvolvingRubric resumed = rubric();
        resumed.restore(json.readValue(json.writeValueAsString(rubric.state()), new TypeReference<>() {}));
        assertThat(json.writeValueAsString(resumed.state())).isEqualTo(json.writeValueAsString(rubric.state()));
        for (EvolvingRubric one : List.of(rubric, resumed)) {
            assertThat(values(one.score(group("r", 3, "right and long"))))
                    .containsExactly(new double[] {1 / 1.7}, within(1e-12));
            one.score(group("s", 4, "right", "wrong"));
        }
        assertThat(revisions).hasSize(3);
        assertThat(revisions.get(2)).isEqualTo(revisions.get(1)).contains("Worse: right and long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"a\", \"b\", \"c\"]",
                "[\"a\", 1, {}]",
                "{\"a\": 1}",
                "[\"\"]",
                "[\"a\"] and more",
                "[\"a\"",
                "a"
            })
    void aListThatIsTooLongOrNoListOfTextsIsUnreadable(String list) {
        assertThatThrownBy(() -> AddedCriteria.read("<verdict>" + list + "</verdict>", 2))
                .isInstanceOf(Unreadable.class);
    }

    private EvolvingRubric rubric() {
        TextModel judge = request -> {
            String question = request.messages().get(0).content();
            if (question.contains("You improve a rubric")) {
                revisions.add(question.replaceAll("[0-9a-f]{12}", "fence"));
                return TextModel.Completion.of("Hm. <verdict>" + proposal + "</verdict>", Finish.STOP);
            }
            boolean met = question.contains("Is it brief?")
                    ? !question.contains("long")
                    : question.contains("Is it text?") || question.contains("right");
            return TextModel.Completion.of("<verdict>" + (met ? "yes" : "no") + "</verdict>", Finish.STOP);
        };
        RubricConfig base = Configs.rubric(Mode.PER_CRITERION, Criterion.of("Does it say yes?"))
                .template("{{response}} {{criterion}}")
                .base();
        return new EvolvingRubric(
                new EvolvingRubricConfig(base, 2, 2, 2, 100, 0.7, ""), key -> judge, metrics, new Run(directory));
    }

    private static Group group(String id, long version, String... responses) {
        Prompt prompt = Prompt.of(id, List.of(Message.user("Say it.")), new int[] {1});
        List<Trajectory> all = new ArrayList<>();
        for (String text : responses) {
            all.add(Trajectory.sampled(
                    prompt, all.size(), new int[] {2}, text, Finish.STOP, version, SamplingParams.of(64)));
        }
        return Group.of(prompt, all);
    }

    private static double[] values(List<Score> scores) {
        return scores.stream()
                .mapToDouble(score -> ((Score.Value) score).value())
                .toArray();
    }

    private record Run(Path directory) implements RunInfo {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public int steps() {
            return 10;
        }

        @Override
        public long seed() {
            return 1;
        }

        @Override
        public String recipe() {
            return "";
        }
    }
}
