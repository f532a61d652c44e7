package org.reason4j.reward.generative;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.reward.generative.client.OpenAiConfig;
import org.reason4j.reward.generative.model.RewardModelConfig;
import org.reason4j.reward.generative.rubric.Criterion;
import org.reason4j.reward.generative.rubric.EvolvingRubricConfig;
import org.reason4j.reward.generative.rubric.RubricConfig.Mode;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Services;

/** The model asks a server on this machine; the judge of the rubric says yes where a response marks its answer. */
class GenerativeContractTest extends PluginContract {

    /** Marks tokens of a reference answer: all but the first here. */
    private static final TokenStream REFERENCE = TokenStream.of("reward-generative", "referenceAnswer");

    private static final Prompt PROMPT = Samples.prompt("pair", "a or b?");

    private JudgeServer server;

    GenerativeContractTest() {
        super(new GenerativePlugin());
    }

    @BeforeEach
    void start() throws IOException {
        server = new JudgeServer(body -> JudgeServer.says(body.contains("2+2") ? "4" : "yes"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Override
    protected Record settings(Offered<?> component) {
        return switch (component.name()) {
            case "openai" -> new OpenAiConfig(server.baseUrl(), "judge", "", 10, 0, 0, 0, 42, 16, Map.of());
            case "rubric-implicit" -> Configs.rubric(Mode.LIKERT).base();
            case "rubric" ->
                Configs.rubric(Mode.PER_CRITERION, Configs.criterion(Criterion.Category.ESSENTIAL, "It has a number."))
                        .base();
            case "rubric-evolving" ->
                new EvolvingRubricConfig(
                        Configs.rubric(
                                        Mode.PER_CRITERION,
                                        Configs.criterion(Criterion.Category.ESSENTIAL, "It has a number."))
                                .base(),
                        1,
                        2,
                        2,
                        100,
                        0.7,
                        "");
            case "rubric-dropout" ->
                Configs.rubric(
                                Mode.PER_CRITERION,
                                Configs.criterion(Criterion.Category.ESSENTIAL, "It has a number."),
                                Configs.criterion(Criterion.Category.OPTIONAL, "It has a sign."))
                        .dropout(0.5)
                        .base();
            case "reward-model" ->
                new RewardModelConfig("model", Optional.empty(), 0, 2, 0, RewardModelConfig.Truncated.SCORE, 0);
            default -> component.defaults();
        };
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        Materials usual = super.materials(component, settings);
        return switch (component.name()) {
            case "judge-margin" ->
                usual.withResponses(
                        PROMPT.withFields(Map.of("answer", "A")),
                        "<answer>[[A]]</answer>",
                        "<answer>[[B]]</answer>",
                        "?");
            case "judge-consistency" ->
                usual.withResponses(
                        PROMPT.withFields(Map.of("answer", "A", "swapped", "b or a?")),
                        "<answer>[[A]]</answer>",
                        "<answer>[[B]]</answer>",
                        "?");
            case "judgelrm" ->
                usual.withResponses(
                        PROMPT.withFields(Map.of("scores", List.of(8, 5))),
                        "<think>x</think><answer>8</answer><answer>5</answer>",
                        "<answer>8</answer>",
                        "?");
            case "spct" ->
                usual.withResponses(
                        PROMPT.withFields(Map.of("answer", 0, "responses", 2)), "\\boxed{7, 5}", "\\boxed{5, 5}", "?");
            case "verifree" -> usual.withStream(REFERENCE, (sample, token) -> token > 0 ? 1 : 0);
            default -> usual;
        };
    }

    @Override
    protected Services services(Offered<?> component, Services standard) {
        return standard.with(
                TextModels.class,
                key -> request -> TextModel.Completion.of(
                        judgment(component, request.messages().get(0).content()), Finish.STOP));
    }

    /** A judge prefers responses that mark their answer. */
    private static String judgment(Offered<?> component, String question) {
        boolean marked = question.contains("####");
        return switch (component.name()) {
            case "judge-consistency" -> "<answer>[[B]]</answer>";
            case "judge-pairwise" -> verdict(preferred(question));
            case "judge-pointwise" -> "<score>" + (marked ? 9 : 2) + "</score>";
            case "rubric-implicit" -> verdict(marked ? "9" : "2");
            default -> verdict(marked ? "yes" : "no");
        };
    }

    private static String preferred(String question) {
        String first = question.split("\n\n[0-9a-f]{12}\n", -1)[1];
        String second = question.split("\n\n[0-9a-f]{12}\n", -1)[2];
        int order = Boolean.compare(first.contains("####"), second.contains("####"));
        return order > 0 ? "A" : order < 0 ? "B" : "tie";
    }

    private static String verdict(String verdict) {
        return "<verdict>" + verdict + "</verdict>";
    }
}
