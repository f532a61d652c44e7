package org.reason4j.core.host.track.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A response as {@code completions.jsonl} has it.
 *
 * @param step the step that sampled it
 * @param promptId identity of the prompt
 * @param prompt the question
 * @param sample its index among those to the prompt
 * @param text what the policy wrote
 * @param finish why it ended
 * @param tokens its length
 * @param reward the composed reward
 * @param rewards what each reward said, a number or why there is none
 * @param advantage mean over its tokens; absent where it was left out of learning
 */
public record RecordedResponse(
        int step,
        String promptId,
        String prompt,
        int sample,
        String text,
        String finish,
        int tokens,
        double reward,
        Map<String, String> rewards,
        OptionalDouble advantage) {

    public RecordedResponse {
        rewards = Collections.unmodifiableMap(new LinkedHashMap<>(rewards));
    }
}
