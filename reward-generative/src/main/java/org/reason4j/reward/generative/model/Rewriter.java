package org.reason4j.reward.generative.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.reward.generative.judge.PromptText;

/** Asks a text model for wrong versions of right responses; one that the rule does not reject is not used. */
final class Rewriter {

    static final String QUESTION = "question";
    static final String RESPONSE = "response";
    static final Set<String> PLACES = Set.of(QUESTION, RESPONSE);

    private final CoOptimisedConfig config;
    private final TextModels models;
    private final Tokenizer tokenizer;
    private final Measure measure;

    Rewriter(CoOptimisedConfig config, TextModels models, Tokenizer tokenizer, Measure measure) {
        this.config = config;
        this.models = models;
        this.tokenizer = tokenizer;
        this.measure = measure;
    }

    /**
     * Returns a version of a response that the rule rejects, as the policy's tokens; empty where the model's is not finished, or
     * not rejected.
     *
     * @throws Exception if the model gives no answer, or the rule fails
     */
    Optional<Trajectory> wrong(Trajectory right) throws Exception {
        String question = config.prompt()
                .fill(
                        Map.of(QUESTION, PromptText.question(right.prompt()), RESPONSE, right.text()),
                        PromptText.fields("co-optimised-rm", right.prompt()));
        SamplingParams params = config.temperature() == 0
                ? SamplingParams.greedy(config.maxTokens())
                : SamplingParams.of(config.maxTokens()).withTemperature(config.temperature());
        TextModel.Completion answer = models.get(config.rewriter())
                .complete(TextModel.Request.of(List.of(Message.user(question)), params, right.sample()));
        if (answer.finish() == Finish.LENGTH) {
            return Optional.empty();
        }
        int[] tokens = tokenizer.encode(answer.text());
        int[] response = Arrays.copyOf(tokens, tokens.length + 1);
        response[tokens.length] = tokenizer.endOfSequence().get(0);
        Trajectory rewrite = Trajectory.demonstration(right.prompt(), right.sample(), response, answer.text());
        Score verdict =
                measure.score(Group.of(right.prompt(), List.of(rewrite))).get(0);
        boolean rejected = verdict instanceof Score.Value value && value.value() < config.threshold();
        return rejected ? Optional.of(rewrite) : Optional.empty();
    }
}
