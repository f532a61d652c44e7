package org.reason4j.reward.generative;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.reason4j.api.data.Finish;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.reward.generative.client.OpenAiConfig;
import org.reason4j.reward.generative.model.RewardModelConfig;
import org.reason4j.reward.generative.rubric.Criterion;
import org.reason4j.reward.generative.rubric.RubricConfig.Mode;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Offered;
import org.reason4j.testkit.subject.Services;

/** The model asks a server on this machine; the judge of the rubric says yes where a response marks its answer. */
class GenerativeContractTest extends PluginContract {

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
    protected Services services(Offered<?> component, Services standard) {
        TextModel judge = request -> {
            String question = List.copyOf(request.messages()).toString();
            return TextModel.Completion.of(
                    "<verdict>" + verdict(question, question.contains("####")) + "</verdict>", Finish.STOP);
        };
        return standard.with(TextModels.class, key -> judge);
    }

    private static String verdict(String question, boolean good) {
        return question.contains("(best)") ? good ? "9" : "2" : good ? "yes" : "no";
    }
}
