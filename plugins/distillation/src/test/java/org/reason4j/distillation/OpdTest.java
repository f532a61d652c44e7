package org.reason4j.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.distillation.Responses.prompt;
import static org.reason4j.distillation.Responses.response;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.texts;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.distillation.credit.CreditTerm.Combine;
import org.reason4j.distillation.credit.CreditTerm.Student;
import org.reason4j.distillation.loss.DistillationLoss;
import org.reason4j.distillation.loss.ForwardKl;
import org.reason4j.distillation.loss.K2;
import org.reason4j.distillation.teacher.OnFailure;
import org.reason4j.distillation.teacher.Support;
import org.reason4j.distillation.teacher.TeacherConfig;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;

class OpdTest {

    private static final ModelRef MATH = ModelRef.directory("models/math");
    private static final ModelRef CODE = ModelRef.directory("models/code");

    private final RecordedMetrics metrics = new RecordedMetrics();

    private static TeacherConfig directory(String path) {
        return new TeacherConfig(path, "", "", TeacherConfig.Dialect.ECHO, "", 1, 0, 0, 0, 1);
    }

    private static Map<String, TeacherConfig> both() {
        Map<String, TeacherConfig> both = new LinkedHashMap<>();
        both.put("math", directory("models/math"));
        both.put("code", directory("models/code"));
        return both;
    }

    private static OpdCreditConfig credit(Map<String, TeacherConfig> teachers, String field, OnFailure onFailure) {
        return new OpdCreditConfig(teachers, field, 1, Combine.REPLACE, 0, 0, Student.OLD, onFailure);
    }

    private OpdCredit shaper(OpdCreditConfig config, ScriptedModels models) {
        return new OpdCredit(config, models, new Characters(), metrics);
    }

    private OpdOptimizer optimizer(DistillationLoss loss, boolean overlap, ScriptedModels models) {
        return new OpdOptimizer(
                config(directory("models/math"), loss, overlap, Support.TEACHER), models, new Characters(), metrics);
    }

    private static OpdLossConfig config(
            TeacherConfig teacher, DistillationLoss loss, boolean overlap, Support support) {
        return new OpdLossConfig(
                Map.of("math", teacher),
                "",
                loss,
                1,
                LossAggregation.TOKEN_MEAN,
                overlap,
                OnFailure.DROP_TRAJECTORY,
                support);
    }

    @Test
    void eachRowHasTheTeacherOfItsExampleAndMetricsOfItsOwn() throws IOException {
        JsonNode vector = vector("mopd-routing");
        float[][] student = matrix(vector.at("/inputs/sampled_logp"));
        float[][] math = matrix(vector.at("/inputs/teacher_logp_by_key/math"));
        float[][] code = matrix(vector.at("/inputs/teacher_logp_by_key/code"));
        float[][] mask = matrix(vector.at("/inputs/mask"));
        List<String> keys = texts(vector.at("/inputs/key"));
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Prompt prompt = prompt(String.valueOf(i), "?", Map.of("subject", keys.get(i)));
            Trajectory one =
                    response(prompt, 0, "ab", student[i]).withLearned(new boolean[] {mask[i][0] > 0, mask[i][1] > 0});
            credits.add(Credit.constant(one, 7)); // which does not count
        }
        ScriptedModels models = new ScriptedModels()
                .with(MATH, one -> math[Integer.parseInt(one.prompt().id())])
                .with(CODE, one -> code[Integer.parseInt(one.prompt().id())]);
        List<Credit> shaped =
                shaper(credit(both(), "subject", OnFailure.ABORT), models).shape(credits);
        float[][] expected = matrix(vector.at("/expected/advantages"));
        for (int i = 0; i < 3; i++) {
            assertThat(shaped.get(i).advantages()).containsExactly(expected[i], within(2e-6f));
        }
        for (String key : List.of("math", "code")) {
            assertThat(metrics.of("opd/reverse_kl/" + key))
                    .isCloseTo(vector.at("/expected/teacher_kl_by_key/" + key).asDouble(), within(2e-6));
        }
        assertThat(metrics.of("opd/active_share")).isEqualTo(1);
    }

    @Test
    void keysAreCheckedWithTheDatasetAndAgainWhereAnExampleIsMadeUp() {
        OpdCredit shaper = shaper(credit(both(), "subject", OnFailure.ABORT), new ScriptedModels());
        Requirements needs = shaper.requirements();
        assertThat(needs.fields()).containsExactly("subject");
        assertThat(needs.fieldValues().get("subject")).containsExactlyInAnyOrder("math", "code");
        assertThat(needs.models()).containsExactlyInAnyOrder(MATH, CODE);
        assertThat(needs.ownSignal()).isTrue();
        Prompt stranger = prompt("p7", "?", Map.of("subject", "physics"));
        assertThatThrownBy(() -> shaper.shape(List.of(Credit.constant(response(stranger, 0, "a", -1), 0))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Example 'p7' asks for the teacher 'physics' in its field 'subject'")
                .hasMessageContaining("[math, code]");
    }

    @Test
    void severalTeachersNeedAField() {
        assertThatThrownBy(() -> shaper(credit(both(), "", OnFailure.ABORT), new ScriptedModels()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("opd.teachers has [math, code]")
                .hasMessageContaining("Set field");
        assertThatThrownBy(() -> shaper(OpdCreditConfig.DEFAULTS, new ScriptedModels()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("opd.teachers names no teacher");
        assertThatThrownBy(() ->
                        shaper(credit(Map.of("math", directory("")), "", OnFailure.ABORT), new ScriptedModels()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("opd.teachers.math names neither");
    }

    @Test
    void aMissingLogProbabilityIsAnErrorOfItsRowAndNoZero() {
        Prompt prompt = prompt("p", "?", Map.of());
        List<Credit> credits = List.of(
                Credit.constant(response(prompt, 0, "ab", -1, -1), 0),
                Credit.constant(response(prompt, 1, "ab", -1, -1), 0));
        ScriptedModels models = new ScriptedModels().with(MATH, one ->
                new float[] {-2, one.sample() == 0 ? -2 : Float.NEGATIVE_INFINITY});
        Map<String, TeacherConfig> math = Map.of("math", directory("models/math"));
        List<Credit> kept =
                shaper(credit(math, "", OnFailure.DROP_TRAJECTORY), models).shape(credits);
        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).advantages()).containsExactly(-1, -1);
        assertThat(metrics.of("opd/failed_rows")).isEqualTo(1);
        assertThat(metrics.of("opd/active_share")).isEqualTo(0.5);
        assertThatThrownBy(
                        () -> shaper(credit(math, "", OnFailure.ABORT), models).shape(credits))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("1 of the step's 2 responses")
                .hasMessageContaining("token 1 of the response is -Infinity");
        assertThatThrownBy(() -> shaper(credit(math, "", OnFailure.DROP_TRAJECTORY), models)
                        .shape(credits.subList(1, 2)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("1 of the step's 1 responses");
    }

    @Test
    void aResponseThatTheTeacherCannotReadIsAFailureOfItsRow() {
        Prompt prompt = prompt("p", "?", Map.of());
        ScriptedModels models =
                new ScriptedModels().with(MATH, one -> new float[2]).reading(prompt.length() + 1);
        assertThatThrownBy(() -> shaper(credit(Map.of("math", directory("models/math")), "", OnFailure.ABORT), models)
                        .shape(List.of(Credit.constant(response(prompt, 0, "ab", -1, -1), 0))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the teacher reads at most " + (prompt.length() + 1));
    }

    @Test
    void theLossHasTheTeachersNumbersAndLeavesRowsWithoutThemOut() {
        Prompt prompt = prompt("p", "?", Map.of());
        ScoredGroup group = ScoredGroup.of(
                prompt,
                List.of(
                        ScoredTrajectory.of(response(prompt, 0, "ab", -1, -1), 1),
                        ScoredTrajectory.of(response(prompt, 1, "ab", -1, -1), 0)));
        ScriptedModels models = new ScriptedModels()
                .with(MATH, one -> one.sample() == 0 ? new float[] {-2, -3} : new float[] {Float.NaN, -1});
        List<Credit> credits = optimizer(new K2(), false, models).credit(List.of(group));
        assertThat(credits).hasSize(1);
        assertThat(credits.get(0).trajectory().stream(TokenStream.of("distillation", "opd-teacher")))
                .containsExactly(-2, -3);
        assertThat(credits.get(0).advantages()).containsExactly(0, 0);
        assertThat(metrics.of("opd/reverse_kl")).isEqualTo(1.5); // (-1 + 2 - 1 + 3) / 2
    }

    @Test
    void massAndOverlapOfTheMostLikelyTokensAreMeasured() {
        // the teacher's top tokens are 0 and 1 with e^-1 + e^-2; so are the student's, by a pass of its own
        Prompt prompt = prompt("p", "?", Map.of());
        ScriptedModels models = new ScriptedModels()
                .with(MATH, one -> new float[] {-2, -3})
                .with(ModelRef.POLICY, one -> new float[] {-1, -1});
        OpdOptimizer optimizer = optimizer(new ForwardKl(2, true), true, models);
        assertThat(optimizer.requirements().models()).contains(ModelRef.POLICY, MATH);
        List<Credit> credits = optimizer.credit(List.of(Responses.group(prompt, 1)));
        assertThat(metrics.of("opd/teacher_mass")).isCloseTo(Math.exp(-1) + Math.exp(-2), within(1e-6));
        assertThat(metrics.of("opd/topk_overlap")).isEqualTo(1);
        assertThat(credits.get(0).trajectory().tops()).hasSize(1);
    }

    @Test
    void theTeacherIsAskedAboutTheTokensThatTheStudentNames() {
        // the student names 0 and 1; the scripted teacher gives a given token -id - 0.5
        Prompt prompt = prompt("p", "?", Map.of());
        ScriptedModels models = new ScriptedModels()
                .with(MATH, one -> new float[] {-2, -3})
                .with(ModelRef.POLICY, one -> new float[] {-1, -1});
        OpdOptimizer optimizer = new OpdOptimizer(
                config(directory("models/math"), new ForwardKl(2, true), false, Support.STUDENT),
                models,
                new Characters(),
                metrics);
        assertThat(optimizer.requirements().models()).contains(ModelRef.POLICY, MATH);
        Trajectory carrying =
                optimizer.credit(List.of(Responses.group(prompt, 1))).get(0).trajectory();
        assertThat(carrying.tops()).containsOnlyKeys(TokenStream.of("distillation", "opd-top"));
        TopTokens top = carrying.tops().get(TokenStream.of("distillation", "opd-top"));
        assertThat(top.ids()).startsWith(0, 1);
        assertThat(top.logprobs()).startsWith(-0.5f, -1.5f);
        assertThat(metrics.of("opd/teacher_mass")).isCloseTo(Math.exp(-0.5) + Math.exp(-1.5), within(1e-6));
    }

    @Test
    void aSupportThatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> config(directory("models/math"), new K2(), false, Support.STUDENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("choose a loss with k");
        assertThatThrownBy(() -> config(directory("models/math"), ForwardKl.DEFAULTS, true, Support.STUDENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("leave out one of the two");
        TeacherConfig server =
                new TeacherConfig("", "http://host/v1", "m", TeacherConfig.Dialect.ECHO, "", 1, 0, 0, 0, 1);
        assertThatThrownBy(() -> config(server, ForwardKl.DEFAULTS, false, Support.STUDENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the teacher 'math' is a server");
    }

    @Test
    void theSameComponentTwiceIsRefused() {
        ScriptedModels models = new ScriptedModels().with(MATH, one -> new float[] {-2, -3});
        OpdOptimizer optimizer = optimizer(new K2(), false, models);
        Prompt prompt = prompt("p", "?", Map.of());
        Trajectory carrying =
                optimizer.credit(List.of(Responses.group(prompt, 1))).get(0).trajectory();
        assertThatThrownBy(() ->
                        optimizer.credit(List.of(ScoredGroup.of(prompt, List.of(ScoredTrajectory.of(carrying, 1))))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the recipe has this component twice");
    }

    @Test
    void aTeacherIsEitherADirectoryOrAServer() {
        assertThatThrownBy(() -> new TeacherConfig(
                        "models/a", "http://key@host/v1", "m", TeacherConfig.Dialect.ECHO, "", 1, 0, 0, 0, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("leave out one of the two")
                .hasMessageNotContaining("key");
        assertThatThrownBy(() ->
                        new TeacherConfig("", "http://host/v1", "", TeacherConfig.Dialect.ECHO, "", 1, 0, 0, 0, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("needs model");
    }

    @Test
    void theJarAnnouncesItsPlugin() {
        assertThat(ServiceLoader.load(Plugin.class)).hasExactlyElementsOfTypes(DistillationPlugin.class);
    }
}
