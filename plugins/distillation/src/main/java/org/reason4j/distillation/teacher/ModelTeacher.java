package org.reason4j.distillation.teacher;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;

/** A model of this process, such as one in a directory, at the temperature of each response. */
public record ModelTeacher(ScoringModels models, ModelRef ref) implements Teacher {

    @Override
    public List<Lesson> score(List<Trajectory> responses, int topK) {
        ScoringModel model = models.get(ref);
        List<Trajectory> asked =
                responses.stream().filter(one -> fits(one, model)).toList();
        List<TokenScores> scores = asked.isEmpty() ? List.of() : Support.scores(model, asked, topK);
        List<Lesson> lessons = new ArrayList<>();
        int next = 0;
        for (Trajectory response : responses) {
            if (fits(response, model)) {
                TokenScores own = scores.get(next++);
                lessons.add(Lesson.of(own.logprobs(), own.top()));
            } else {
                lessons.add(new Lesson.Failed("prompt and response have " + tokens(response)
                        + " tokens, but the teacher reads at most " + model.maxTokens()));
            }
        }
        return lessons;
    }

    private static boolean fits(Trajectory response, ScoringModel model) {
        return tokens(response) <= model.maxTokens();
    }

    private static int tokens(Trajectory response) {
        return response.prompt().length() + response.length();
    }
}
