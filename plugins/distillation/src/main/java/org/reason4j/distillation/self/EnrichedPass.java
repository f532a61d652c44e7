package org.reason4j.distillation.self;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.teacher.Lesson;
import org.reason4j.distillation.teacher.Support;

/**
 * Scores responses under other prompts than those that they answer: the very same tokens, at the same temperature, behind
 * another beginning. The numbers belong to the tokens of the response, so nothing is shifted. Where prompt and response are
 * longer than the model reads, the last tokens of the response have no numbers; the metric {@code COMPONENT/truncated_rows}
 * counts such responses.
 */
record EnrichedPass(String component, ScoringModels models, ModelRef ref, Metrics metrics) {

    /**
     * Returns what the teacher says about each response.
     *
     * @param prompts what the teacher reads before each response; empty for a row without a teacher
     */
    List<Lesson> score(List<Trajectory> responses, List<Optional<Prompt>> prompts, int topK) {
        ScoringModel model = models.get(ref);
        List<Trajectory> asked = new ArrayList<>();
        List<Lesson> lessons = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        int truncated = 0;
        for (int i = 0; i < responses.size(); i++) {
            lessons.add(Lesson.NONE);
            Optional<Prompt> prompt = prompts.get(i);
            if (prompt.isPresent()) {
                Trajectory response = responses.get(i);
                int room = Math.max(0, model.maxTokens() - prompt.get().length());
                truncated += room < response.length() ? 1 : 0;
                if (room > 0 && response.length() > 0) {
                    asked.add(behind(prompt.get(), response, Math.min(room, response.length())));
                    places.add(i);
                }
            }
        }
        metrics.add(component + "/truncated_rows", truncated);
        List<TokenScores> scores = asked.isEmpty() ? List.of() : Support.scores(model, asked, topK);
        for (int i = 0; i < scores.size(); i++) {
            lessons.set(
                    places.get(i),
                    Lesson.of(scores.get(i).logprobs(), scores.get(i).top()));
        }
        return lessons;
    }

    /** The first tokens of a response behind another prompt. */
    private static Trajectory behind(Prompt prompt, Trajectory response, int tokens) {
        Trajectory same = Trajectory.demonstration(
                prompt, response.sample(), Arrays.copyOf(response.response(), tokens), response.text());
        Optional<SamplingParams> params = response.params();
        return Support.asking(params.isPresent() ? same.withParams(params.get()) : same, response);
    }
}
