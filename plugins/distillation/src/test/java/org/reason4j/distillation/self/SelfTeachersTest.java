package org.reason4j.distillation.self;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.distillation.Responses.group;
import static org.reason4j.distillation.Responses.prompt;
import static org.reason4j.distillation.Responses.response;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.distillation.ScriptedModels;
import org.reason4j.distillation.self.Context.Feedback;
import org.reason4j.distillation.self.Demonstration.Place;
import org.reason4j.distillation.teacher.Lesson;
import org.reason4j.distillation.teacher.Support;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;

class SelfTeachersTest {

    private static final Prompt SUM = prompt("p", "2+2=", Map.of("answer", "4"));

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final ScriptedModels models = new ScriptedModels()
            .with(ModelRef.POLICY, one -> new float[] {-0.5f, -0.25f, -0.125f})
            .with(ModelRef.REFERENCE, one -> new float[] {-2, -3, -4});

    private static Context context(boolean solutions, Feedback feedback) {
        return new Context(
                1,
                solutions,
                feedback,
                feedback == Feedback.FIELD ? "answer" : "",
                true,
                "{prompt}{solution}{feedback}.",
                " Like {solution}?",
                " Not {feedback}!",
                Weights.POLICY);
    }

    private SuccessTeacher success(Context context) {
        return new SuccessTeacher("sdpo", context, models, new Characters(), metrics);
    }

    private DemonstrationTeacher demonstration(Demonstration settings) {
        return new DemonstrationTeacher("sdft", settings, models, new Characters(), metrics);
    }

    private static List<String> contents(Trajectory asked) {
        return asked.prompt().messages().stream().map(Message::content).toList();
    }

    @Test
    void theTeacherReadsASiblingsSuccessBeforeTheVerySameTokens() {
        ScoredGroup group = group(SUM, 0, 1, 0.3);
        List<Lesson> lessons = success(context(true, Feedback.NONE)).score(List.of(group), 0);
        assertThat(lessons.get(1)).isEqualTo(Lesson.NONE); // the only success
        assertThat(models.asked).hasSize(2);
        assertThat(contents(models.asked.get(0))).containsExactly("2+2= Like r1?.");
        assertThat(models.asked.get(0).response())
                .isEqualTo(group.trajectories().get(0).trajectory().response());
        assertThat(models.asked.get(0).prompt().tokens())
                .isEqualTo(new Characters().render(models.asked.get(0).prompt().messages()));
        assertThat(((Lesson.Scores) lessons.get(0)).logprobs()).containsExactly(-0.5f, -0.25f);
    }

    @Test
    void theFirstSuccessIsThatOfTheSmallestSampleWhateverTheOrder() {
        ScoredGroup group = group(SUM, 0, 1, 1);
        List<ScoredTrajectory> members = group.trajectories();
        ScoredGroup reversed = ScoredGroup.of(SUM, List.of(members.get(2), members.get(1), members.get(0)));
        success(context(true, Feedback.NONE)).score(List.of(reversed), 0);
        assertThat(models.asked.stream().map(one -> contents(one).get(0)))
                .containsExactly("2+2= Like r1?.", "2+2= Like r2?.", "2+2= Like r1?.");
    }

    @Test
    void feedbackOfAFieldIsReadWhereTheResponseFailed() {
        success(context(true, Feedback.FIELD)).score(List.of(group(SUM, 0, 1)), 0);
        assertThat(models.asked).hasSize(1);
        assertThat(contents(models.asked.get(0))).containsExactly("2+2= Like r1? Not 4!.");
    }

    @Test
    void whatTheEnvironmentSaidLastIsFeedback() {
        Trajectory told =
                response(SUM, 0, "tryERRx").withLearned(new boolean[] {true, true, true, false, false, false, true});
        Trajectory alone = response(SUM, 1, "try");
        ScoredGroup group = ScoredGroup.of(SUM, List.of(ScoredTrajectory.of(told, 0), ScoredTrajectory.of(alone, 0)));
        List<Lesson> lessons = success(context(false, Feedback.OBSERVATION)).score(List.of(group), 0);
        assertThat(models.asked).hasSize(1);
        assertThat(contents(models.asked.get(0))).containsExactly("2+2= Not ERR!.");
        assertThat(lessons.get(1)).isEqualTo(Lesson.NONE);
    }

    @Test
    void bracesInWhatIsFilledInAreNoPlaces() {
        Prompt odd = prompt("p", "{solution}", Map.of());
        success(context(true, Feedback.NONE)).score(List.of(group(odd, 1, 0)), 0);
        assertThat(contents(models.asked.get(0))).containsExactly("{solution} Like r0?.");
    }

    @Test
    void aDemonstrationIsReadInTheLastMessageOrInFront() {
        List<Trajectory> responses = List.of(response(SUM, 0, "4$"));
        List<Lesson> lessons = demonstration(
                        new Demonstration("answer", Place.USER, "{prompt} e.g. {demonstration}", Weights.REFERENCE))
                .score(responses, 2);
        assertThat(contents(models.asked.get(0))).containsExactly("2+2= e.g. 4");
        assertThat(((Lesson.Scores) lessons.get(0)).logprobs()).containsExactly(-2, -3);
        assertThat(((Lesson.Scores) lessons.get(0)).top()).isPresent();
        demonstration(new Demonstration("answer", Place.SYSTEM, "{demonstration}", Weights.POLICY))
                .score(responses, 0);
        assertThat(contents(models.asked.get(1))).containsExactly("4", "2+2=");
        assertThat(models.asked.get(1).prompt().messages().get(0).role()).isEqualTo("system");
    }

    @Test
    void anExampleWithoutADemonstrationIsAnError() {
        assertThatThrownBy(() -> demonstration(Demonstration.DEFAULTS).score(List.of(response(SUM, 0, "4")), 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Example 'p' has no demonstration: no response");
    }

    @Test
    void tokensBeyondTheContextHaveNoNumbersAndARowWithoutRoomHasNoTeacher() {
        int prompt = new Characters().render(List.of(Message.user("2+2= Like r1?."))).length;
        models.reading(prompt + 1);
        List<Lesson> lessons = success(context(true, Feedback.NONE)).score(List.of(group(SUM, 0, 1)), 0);
        assertThat(((Lesson.Scores) lessons.get(0)).length()).isEqualTo(1);
        assertThat(metrics.of("sdpo/truncated_rows")).isEqualTo(1);
        models.reading(prompt);
        assertThat(success(context(true, Feedback.NONE))
                        .score(List.of(group(SUM, 0, 1)), 0)
                        .get(0))
                .isEqualTo(Lesson.NONE);
    }

    @Test
    void theTeacherIsAskedAboutTheStudentsTokensAsFarAsItReads() {
        // a scripted model gives a token that it is asked about -id - 0.5
        int[] ids = {7, 8, 9, 1};
        Trajectory asking = Support.asking(response(SUM, 0, "4$"), TopTokens.of(2, ids, new float[4]));
        Demonstration demonstration =
                new Demonstration("answer", Place.USER, "{prompt}{demonstration}", Weights.POLICY);
        models.reading(new Characters().render(List.of(Message.user("2+2=4"))).length + 1);
        Lesson lesson = demonstration(demonstration).score(List.of(asking), 2).get(0);
        TopTokens top = ((Lesson.Scores) lesson).top().orElseThrow();
        assertThat(top.ids()).containsExactly(7, 8);
        assertThat(top.logprobs()).containsExactly(-7.5f, -8.5f);
    }

    @Test
    void settingsWithoutAnythingToReadAreRefused() {
        assertThatThrownBy(() -> context(false, Feedback.NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nothing to read");
        assertThatThrownBy(() -> new Demonstration("", Place.USER, "{demonstration}", Weights.POLICY))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("{prompt}");
    }

    @Test
    void feedbackIsASignalWithoutRewardsAndSuccessesAreNone() {
        assertThat(context(true, Feedback.NONE).requirements().ownSignal()).isFalse();
        assertThat(context(true, Feedback.FIELD).requirements().ownSignal()).isTrue();
        assertThat(context(true, Feedback.FIELD).requirements().fields()).containsExactly("answer");
        assertThat(Demonstration.DEFAULTS.requirements().ownSignal()).isTrue();
    }
}
