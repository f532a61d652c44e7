package org.reason4j.core.host.track.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.reason4j.core.host.track.Numbers;
import org.reason4j.core.host.track.html.Html;
import org.reason4j.core.host.track.html.Template;
import org.reason4j.core.host.track.html.TextBlocks;

/** Responses that were recorded of one step, by prompt. */
final class ResponseSection {

    private final Template template;

    ResponseSection(Template template) {
        this.template = template;
    }

    Html of(List<RecordedResponse> responses) {
        if (responses.isEmpty()) {
            return Html.NONE;
        }
        Map<String, List<RecordedResponse>> prompts = responses.stream()
                .collect(Collectors.groupingBy(RecordedResponse::promptId, LinkedHashMap::new, Collectors.toList()));
        return template.fill(
                "responses",
                Map.of(
                        "step", responses.get(0).step(),
                        "groups",
                                Html.join(prompts.values().stream()
                                        .map(this::prompt)
                                        .toList())));
    }

    private Html prompt(List<RecordedResponse> responses) {
        RecordedResponse first = responses.get(0);
        return template.fill(
                "prompt",
                Map.of(
                        "step", first.step(),
                        "id", first.promptId(),
                        "prompt", TextBlocks.of(first.prompt()),
                        "responses",
                                Html.join(responses.stream().map(this::response).toList())));
    }

    private Html response(RecordedResponse response) {
        List<Html> rewards = new ArrayList<>();
        response.rewards()
                .forEach((key, value) -> rewards.add(template.fill("reward", Map.of("key", key, "value", value))));
        return template.fill(
                "response",
                Map.of(
                        "index", response.sample(),
                        "reward", Numbers.compact(response.reward()),
                        "advantage",
                                response.advantage().isPresent()
                                        ? Numbers.signed(response.advantage().getAsDouble())
                                        : "none",
                        "rewards", Html.join(rewards),
                        "length", response.tokens(),
                        "finish", response.finish(),
                        "text", TextBlocks.of(response.text())));
    }
}
