package org.reason4j.sampler.tree.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Measure;

/**
 * Values of responses in [0, 1]: of whole ones by the reward that measures, of beginnings by a model.
 *
 * @param measure the reward that measures
 * @param models models of the recipe
 */
record Judge(MctsConfig config, Measure measure, ScoringModels models, Tokenizer tokenizer) {

    /** Returns the value of each response; empty for one that broke down or that the reward can't tell. */
    List<OptionalDouble> outcomes(Prompt prompt, List<Trajectory> responses) {
        List<Trajectory> whole = responses.stream()
                .filter(response -> response.finish() != Finish.FAILED)
                .toList();
        List<Score> scores = whole.isEmpty() ? List.of() : scores(Group.of(prompt, whole));
        List<OptionalDouble> outcomes = new ArrayList<>();
        int next = 0;
        for (Trajectory response : responses) {
            outcomes.add(
                    response.finish() != Finish.FAILED && scores.get(next++) instanceof Score.Value score
                            ? OptionalDouble.of(config.value(score.value()))
                            : OptionalDouble.empty());
        }
        return outcomes;
    }

    private List<Score> scores(Group group) {
        try {
            List<Score> scores = measure.score(group);
            if (scores.size() != group.size()) {
                throw new IllegalStateException("The measuring reward returned " + scores.size()
                        + " scores for a group of " + group.size() + " trajectories");
            }
            return scores;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while responses to " + group.prompt() + " were scored", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The measuring reward failed while the sampler 'mcts' valued responses to " + group.prompt() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Returns what the model of the settings expects of each beginning; empty for one that it can't read. */
    List<OptionalDouble> estimates(Prompt prompt, List<Trajectory> beginnings) {
        if (beginnings.isEmpty()) {
            return List.of();
        }
        ScoringModel model = models.get(config.values().model().orElseThrow());
        return config.values() instanceof Values.RewardModel
                ? rewards(model, prompt, beginnings)
                : states(model, beginnings);
    }

    /** What a value model says of the state after each: one more token, whatever it is, has that for its place. */
    private List<OptionalDouble> states(ScoringModel model, List<Trajectory> beginnings) {
        int any = tokenizer.endOfSequence().stream().findFirst().orElse(0);
        List<Trajectory> longer = new ArrayList<>();
        for (Trajectory beginning : beginnings) {
            int[] tokens = Arrays.copyOf(beginning.response(), beginning.length() + 1);
            tokens[beginning.length()] = any;
            longer.add(Trajectory.demonstration(beginning.prompt(), beginning.sample(), tokens, ""));
        }
        List<OptionalDouble> values = new ArrayList<>();
        for (TokenScores scores : model.score(longer)) {
            float[] states = scores.values();
            values.add(OptionalDouble.of(config.value(states[states.length - 1])));
        }
        return values;
    }

    private List<OptionalDouble> rewards(ScoringModel model, Prompt prompt, List<Trajectory> beginnings) {
        List<List<Message>> conversations = new ArrayList<>();
        for (Trajectory beginning : beginnings) {
            List<Message> messages = new ArrayList<>(prompt.messages());
            messages.add(new Message("assistant", tokenizer.decode(beginning.response(), true)));
            conversations.add(messages);
        }
        return model.scoreConversations(conversations).stream()
                .map(score -> score.isPresent() ? OptionalDouble.of(1 / (1 + Math.exp(-score.getAsDouble()))) : score)
                .toList();
    }
}
