package org.reason4j.sampler.budget;

import java.math.BigDecimal;
import java.util.function.Function;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingSchedule;

/**
 * Responses that are no longer than a field of their prompt says: {@code min(maxTokens, field + extra)} tokens, a prefix that the
 * request brings along included, at least one new token. A prompt without the field has the recipe's length.
 */
public record PromptBudget(PromptBudgetConfig config) implements SamplingSchedule {

    @Override
    public Function<RolloutRequest, SamplingParams> forStep(int step) {
        return request -> {
            if (!request.prompt().fields().containsKey(config.field())) {
                return request.params();
            }
            return shortened(request, tokens(request.prompt(), config.field()) + (long) config.extra());
        };
    }

    /** The parameters for a response of at most so many tokens. */
    static SamplingParams shortened(RolloutRequest request, long longest) {
        long room = Math.max(1, longest - request.prefix().length);
        SamplingParams params = request.params();
        return room < params.maxTokens() ? params.withMaxTokens((int) room) : params;
    }

    /** The number of tokens that a field gives. */
    static int tokens(Prompt prompt, String field) {
        String found = String.valueOf(prompt.fields().get(field));
        try {
            int tokens = new BigDecimal(found).intValueExact();
            if (tokens >= 1) {
                return tokens;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new ConfigException(refusal(prompt, field, found), e);
        }
        throw new ConfigException(refusal(prompt, field, found));
    }

    private static String refusal(Prompt prompt, String field, String found) {
        return "The field '" + field + "' of prompt '" + prompt.id() + "' is '" + found
                + "', expected a number of tokens, at least 1. Mend the dataset, or name another field.";
    }
}
