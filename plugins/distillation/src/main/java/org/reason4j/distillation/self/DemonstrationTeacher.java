package org.reason4j.distillation.self;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.teacher.Lesson;
import org.reason4j.distillation.teacher.Teacher;

/** The policy as its own teacher, reading the example's demonstration. An example without one is an error. */
public final class DemonstrationTeacher implements Teacher {

    private final Demonstration demonstration;
    private final Enrichment enrichment;
    private final EnrichedPass pass;

    /**
     * Prepares the teacher.
     *
     * @param component prefix of metrics
     */
    public DemonstrationTeacher(
            String component, Demonstration demonstration, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        this.demonstration = demonstration;
        enrichment = new Enrichment(tokenizer);
        pass = new EnrichedPass(component, models, demonstration.weights().model(), metrics);
    }

    @Override
    public List<Lesson> score(List<Trajectory> responses, int topK) {
        List<Optional<Prompt>> prompts = responses.stream()
                .map(response -> Optional.of(enriched(response.prompt())))
                .toList();
        return pass.score(responses, prompts, topK);
    }

    private Prompt enriched(Prompt prompt) {
        Map<String, String> values = Map.of("demonstration", text(prompt));
        return demonstration.place() == Demonstration.Place.USER
                ? enrichment.inTheLastMessage(prompt, demonstration.template(), values)
                : enrichment.inTheSystemMessage(prompt, demonstration.template(), values);
    }

    private String text(Prompt prompt) {
        boolean own = demonstration.field().isBlank();
        return (own ? prompt.response() : prompt.field(demonstration.field()))
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new ConfigException("Example '" + prompt.id() + "' has no demonstration: "
                        + (own ? "no response" : "nothing in its field '" + demonstration.field() + "'")
                        + ". Take a dataset with demonstrations, or name the field that holds them in"
                        + " demonstration.field."));
    }
}
