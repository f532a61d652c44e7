package org.reason4j.core.trainer.experience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.core.engine.model.ModelScorer;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.engine.text.ConversationScorer;
import org.reason4j.core.trainer.learning.TokenBudget;

/** Scores trajectories with the models of a run. Calls take turns, as models are not safe for several threads. */
public final class ScoringService implements ScoringModels {

    private final Map<ModelRef, ModelScorer> scorers;
    private final Map<ModelRef, ConversationScorer> rewards;
    private final int tokensPerMicroBatch;
    private final Lock turns = new ReentrantLock(true); // fair: waiting calls have deadlines

    /**
     * Offers models.
     *
     * @param scorers models of tokens, by what components declare; the caller closes them
     * @param rewards models of conversations, likewise
     * @param tokensPerMicroBatch most tokens of prompts and responses in one pass, padding included
     */
    public ScoringService(
            Map<ModelRef, ModelScorer> scorers, Map<ModelRef, ConversationScorer> rewards, int tokensPerMicroBatch) {
        this.scorers = Map.copyOf(scorers);
        this.rewards = Map.copyOf(rewards);
        this.tokensPerMicroBatch = tokensPerMicroBatch;
    }

    @Override
    public ScoringModel get(ModelRef ref) {
        ConversationScorer reward = rewards.get(ref);
        if (reward != null) {
            return new Conversations(ref, reward);
        }
        ModelScorer scorer = scorers.get(ref);
        if (scorer == null) {
            Set<ModelRef> declared = new HashSet<>(scorers.keySet());
            declared.addAll(rewards.keySet());
            throw new IllegalStateException("No component declares the model '" + ref + "'; declared are " + declared
                    + ". Declare it with Requirements.models in requirements().");
        }
        return new Tokens(ref, scorer);
    }

    /** A language model or a value model: it scores tokens. */
    private final class Tokens implements ScoringModel {

        private final ModelRef ref;
        private final ModelScorer scorer;

        Tokens(ModelRef ref, ModelScorer scorer) {
            this.ref = ref;
            this.scorer = scorer;
        }

        @Override
        public List<TokenScores> score(List<Trajectory> trajectories, int topK) {
            return ScoringService.this.score(ref, scorer, trajectories, topK, List.of());
        }

        @Override
        public List<TokenScores> scoreTokens(List<Trajectory> trajectories, List<TopTokens> tokens) {
            int k = tokens.isEmpty() ? 0 : tokens.get(0).k();
            if (tokens.size() != trajectories.size() || tokens.stream().anyMatch(one -> one.k() != k)) {
                throw new IllegalArgumentException("scoreTokens needs tokens for each of " + trajectories.size()
                        + " trajectories, equally many at each position, got "
                        + tokens.stream().map(TopTokens::k).toList());
            }
            return ScoringService.this.score(ref, scorer, trajectories, k, tokens);
        }

        @Override
        public int maxTokens() {
            return scorer.config().maxPositions();
        }
    }

    /** Scores in micro-batches, with the {@code topK} given tokens at each position, or the most likely where none are given. */
    private List<TokenScores> score(
            ModelRef ref, ModelScorer scorer, List<Trajectory> trajectories, int topK, List<TopTokens> given) {
        requireNumbers(ref, scorer, topK);
        int[] lengths = new int[trajectories.size()];
        for (int i = 0; i < lengths.length; i++) {
            Trajectory trajectory = trajectories.get(i);
            int length = trajectory.prompt().tokens().length + trajectory.length();
            if (length > scorer.config().maxPositions()) {
                throw new IllegalArgumentException("The model '" + ref + "' reads at most "
                        + scorer.config().maxPositions() + " tokens, but the prompt and response of " + trajectory
                        + " have " + length);
            }
            lengths[i] = trajectory.length() > 0 ? length : 0;
        }
        @Nullable TokenScores[] scores = new @Nullable TokenScores[trajectories.size()];
        for (List<Integer> members : TokenBudget.split(lengths, tokensPerMicroBatch)) {
            List<Trajectory> batch = members.stream().map(trajectories::get).toList();
            List<TopTokens> own =
                    given.isEmpty() ? given : members.stream().map(given::get).toList();
            List<TokenScores> scored = inTurn(scorer, batch, topK, own);
            for (int i = 0; i < batch.size(); i++) {
                scores[members.get(i)] = scored.get(i);
            }
        }
        List<TokenScores> all = new ArrayList<>();
        for (TokenScores one : scores) {
            all.add(one == null ? empty(scorer, topK) : one);
        }
        return all;
    }

    private static void requireNumbers(ModelRef ref, ModelScorer scorer, int topK) {
        int most = scorer.hasScalarHead() ? 0 : scorer.config().vocabularySize();
        if (topK < 0 || topK > most) {
            throw new IllegalArgumentException(
                    "topK must be in 0 to " + most + " for the model '" + ref + "', got " + topK);
        }
    }

    /** Scores of a response without tokens. */
    private static TokenScores empty(ModelScorer scorer, int topK) {
        if (scorer.hasScalarHead()) {
            return TokenScores.ofValues(new float[0]);
        }
        TokenScores scores = TokenScores.of(new float[0], new float[0]);
        return topK > 0 ? scores.withTop(TopTokens.of(topK, new int[0], new float[0])) : scores;
    }

    private List<TokenScores> inTurn(ModelScorer scorer, List<Trajectory> batch, int topK, List<TopTokens> given) {
        return inTurn(() -> scorer.hasScalarHead() ? values(scorer, batch) : logprobs(scorer, batch, topK, given));
    }

    private <T> T inTurn(Supplier<T> pass) {
        try {
            turns.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another call used the models", e);
        }
        try {
            return pass.get();
        } finally {
            turns.unlock();
        }
    }

    /** A reward model: it scores conversations, in batches. */
    private final class Conversations implements ScoringModel {

        private final ModelRef ref;
        private final ConversationScorer scorer;

        Conversations(ModelRef ref, ConversationScorer scorer) {
            this.ref = ref;
            this.scorer = scorer;
        }

        @Override
        public List<TokenScores> score(List<Trajectory> trajectories, int topK) {
            throw new UnsupportedOperationException("The model '" + ref
                    + "' is a reward model, which scores whole conversations and no tokens: call scoreConversations");
        }

        @Override
        public List<OptionalDouble> scoreConversations(List<List<Message>> conversations) {
            List<int[]> sequences = conversations.stream().map(scorer::tokens).toList();
            int[] lengths = sequences.stream()
                    .mapToInt(tokens -> scorer.canRead(tokens) ? tokens.length : 0)
                    .toArray();
            OptionalDouble[] scores = new OptionalDouble[lengths.length];
            Arrays.fill(scores, OptionalDouble.empty());
            for (List<Integer> members : TokenBudget.split(lengths, tokensPerMicroBatch)) {
                List<int[]> batch = members.stream().map(sequences::get).toList();
                float[] scored = inTurn(() -> scorer.score(batch));
                for (int i = 0; i < scored.length; i++) {
                    scores[members.get(i)] = OptionalDouble.of(scored[i]);
                }
            }
            return List.of(scores);
        }
    }

    /** Rows in which every response token is scored, learned or not. */
    private static TokenRows rows(List<Trajectory> batch) {
        TokenRows rows = new TokenRows();
        for (Trajectory trajectory : batch) {
            boolean[] all = new boolean[trajectory.length()];
            Arrays.fill(all, true);
            rows.add(trajectory.prompt().tokens(), trajectory.response(), all, trajectory.temperature());
        }
        return rows;
    }

    private static List<TokenScores> values(ModelScorer scorer, List<Trajectory> batch) {
        float[] values = scorer.values(rows(batch));
        List<TokenScores> scores = new ArrayList<>();
        int first = 0;
        for (Trajectory trajectory : batch) {
            int end = first + trajectory.length();
            scores.add(TokenScores.ofValues(Arrays.copyOfRange(values, first, end)));
            first = end;
        }
        return scores;
    }

    private static List<TokenScores> logprobs(
            ModelScorer scorer, List<Trajectory> batch, int topK, List<TopTokens> given) {
        int[] ids = given.stream().flatMapToInt(one -> Arrays.stream(one.ids())).toArray();
        RowScores all = given.isEmpty()
                ? scorer.score(rows(batch), topK)
                : scorer.score(rows(batch).withFurther(topK, ids), 0);
        int[] topIds = given.isEmpty() ? all.topIds() : ids;
        float[] top = given.isEmpty() ? all.top() : all.further();
        List<TokenScores> scores = new ArrayList<>();
        int first = 0;
        for (Trajectory trajectory : batch) {
            int end = first + trajectory.length();
            TokenScores own = TokenScores.of(
                    Arrays.copyOfRange(all.logprobs(), first, end), Arrays.copyOfRange(all.entropies(), first, end));
            if (topK > 0) {
                own = own.withTop(TopTokens.of(
                        topK,
                        Arrays.copyOfRange(topIds, first * topK, end * topK),
                        Arrays.copyOfRange(top, first * topK, end * topK)));
            }
            scores.add(own);
            first = end;
        }
        return scores;
    }
}
