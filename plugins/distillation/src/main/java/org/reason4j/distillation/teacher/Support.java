package org.reason4j.distillation.teacher;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.TokenScores;

/** The model whose most likely tokens a loss compares at each position. */
public enum Support {
    /** The teacher's. */
    TEACHER,
    /** The student's at the start of the step; a model of this process is asked about them, no server. */
    STUDENT;

    private static final TokenStream ASKED = TokenStream.of("distillation", "asked");

    /** Returns a response that a teacher is asked about with these tokens at each position. */
    public static Trajectory asking(Trajectory response, TopTokens tokens) {
        return response.with(ASKED, tokens);
    }

    /** Returns the first tokens of a response, asked about with what the whole one asks about. */
    public static Trajectory asking(Trajectory first, Trajectory whole) {
        return Optional.ofNullable(whole.tops().get(ASKED))
                .map(all -> {
                    int numbers = first.length() * all.k();
                    return asking(
                            first,
                            TopTokens.of(
                                    all.k(),
                                    Arrays.copyOf(all.ids(), numbers),
                                    Arrays.copyOf(all.logprobs(), numbers)));
                })
                .orElse(first);
    }

    /** Returns a model's numbers, with the tokens that each response asks about, or its own {@code topK} where none does. */
    public static List<TokenScores> scores(ScoringModel model, List<Trajectory> responses, int topK) {
        List<TopTokens> asked = responses.stream()
                .map(one -> one.tops().get(ASKED))
                .flatMap(Stream::ofNullable)
                .toList();
        return asked.isEmpty() ? model.score(responses, topK) : model.scoreTokens(responses, asked);
    }
}
