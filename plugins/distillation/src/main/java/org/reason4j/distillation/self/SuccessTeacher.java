package org.reason4j.distillation.self;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.teacher.Lesson;

/** The policy as its own teacher, reading a sibling's success or feedback on the response ({@link TeacherContext}). */
public final class SuccessTeacher {

    private final Context context;
    private final Tokenizer tokenizer;
    private final Enrichment enrichment;
    private final EnrichedPass pass;

    /**
     * Prepares the teacher.
     *
     * @param component prefix of metrics
     */
    public SuccessTeacher(
            String component, Context context, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        this.context = context;
        this.tokenizer = tokenizer;
        enrichment = new Enrichment(tokenizer);
        pass = new EnrichedPass(component, models, context.weights().model(), metrics);
    }

    /** Returns what it says about each response, in the order of groups and responses. */
    public List<Lesson> score(List<ScoredGroup> groups, int topK) {
        List<Trajectory> responses = new ArrayList<>();
        List<Optional<Prompt>> prompts = new ArrayList<>();
        for (ScoredGroup group : groups) {
            group.trajectories().forEach(one -> responses.add(one.trajectory()));
            prompts.addAll(prompts(group));
        }
        return pass.score(responses, prompts, topK);
    }

    private List<Optional<Prompt>> prompts(ScoredGroup group) {
        List<ScoredTrajectory> members = group.trajectories();
        int[] bySample = IntStream.range(0, members.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> members.get(i).trajectory().sample()))
                .mapToInt(Integer::intValue)
                .toArray();
        List<ScoredTrajectory> sampled =
                Arrays.stream(bySample).mapToObj(members::get).toList();
        List<TeacherContext> contexts = TeacherContext.of(
                sampled.stream().mapToDouble(ScoredTrajectory::reward).toArray(),
                sampled.stream().map(this::feedback).toList(),
                context.threshold(),
                context.solutions(),
                context.feedbackAlways());
        List<Optional<Prompt>> prompts = new ArrayList<>(
                members.stream().map(one -> Optional.<Prompt>empty()).toList());
        for (int i = 0; i < bySample.length; i++) {
            prompts.set(bySample[i], prompt(group.prompt(), contexts.get(i), sampled));
        }
        return prompts;
    }

    private Optional<Prompt> prompt(Prompt prompt, TeacherContext own, List<ScoredTrajectory> sampled) {
        if (!own.isActive()) {
            return Optional.empty();
        }
        String solution = own.solution().isPresent()
                ? Template.filled(
                        context.solutionTemplate(),
                        Map.of(
                                "solution",
                                sampled.get(own.solution().getAsInt())
                                        .trajectory()
                                        .text()))
                : "";
        String feedback = own.feedback()
                .map(text -> Template.filled(context.feedbackTemplate(), Map.of("feedback", text)))
                .orElse("");
        return Optional.of(enrichment.inTheLastMessage(
                prompt, context.template(), Map.of("solution", solution, "feedback", feedback)));
    }

    private Optional<String> feedback(ScoredTrajectory scored) {
        return switch (context.feedback()) {
            case NONE -> Optional.empty();
            case FIELD ->
                scored.reward() >= context.threshold()
                        ? Optional.empty()
                        : scored.trajectory().prompt().field(context.feedbackField());
            case OBSERVATION -> lastObservation(scored.trajectory());
        };
    }

    /** The text of the last tokens in a row that the policy did not write. */
    private Optional<String> lastObservation(Trajectory response) {
        int end = response.length();
        while (end > 0 && response.isLearned(end - 1)) {
            end--;
        }
        int from = end;
        while (from > 0 && !response.isLearned(from - 1)) {
            from--;
        }
        String text = tokenizer
                .decode(Arrays.copyOfRange(response.response(), from, end), true)
                .strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
