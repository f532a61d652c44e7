package org.reason4j.testkit.subject;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.text.TextModel;

/**
 * Inputs of rules. {@link #standard} suits components that are content with problems of arithmetic; a component that needs
 * more is given it by the {@code with} methods. Immutable.
 */
public final class Materials {

    /** A source of numbers for a stream that components read. */
    @FunctionalInterface
    public interface Numbers {

        /** Returns the number of one token of a response; finite. */
        float at(int sample, int token);
    }

    private static final Materials STANDARD = new Materials(new Parts());

    private final Parts parts;

    private Materials(Parts parts) {
        this.parts = parts;
    }

    /** Three sums with five answers each: two right ones in several notations, two wrong ones, and one that gives up. */
    public static Materials standard() {
        return STANDARD;
    }

    /** Returns a copy with other responses for a reward to judge; at least one of them gets a value from it. */
    public Materials withGroups(List<Group> groups) {
        Parts changed = new Parts(parts);
        changed.groups = List.copyOf(groups);
        changed.ownGroups = true;
        return new Materials(changed);
    }

    /** Returns a copy whose one group holds these answers to a prompt, a token for each character and a last one. */
    public Materials withResponses(Prompt prompt, String... texts) {
        return withGroups(List.of(Samples.group(prompt, texts)));
    }

    /** Returns a copy whose prompts have these fields, such as {@code answer}, beside their own. */
    public Materials withFields(Map<String, ?> fields) {
        List<Group> changed = new ArrayList<>();
        for (Group group : parts.groups) {
            Map<String, Object> all = new HashMap<>(group.prompt().fields());
            all.putAll(fields);
            changed.add(Samples.withPrompt(group, group.prompt().withFields(all)));
        }
        return withGroups(changed);
    }

    /** Returns a copy with other responses to learn from, with their rewards. */
    public Materials withScoredGroups(List<ScoredGroup> groups) {
        Parts changed = new Parts(parts);
        changed.scored = List.copyOf(groups);
        return new Materials(changed);
    }

    /** Returns a copy with other numbers in a stream: one of a plugin, or one whose values must fit together. */
    public Materials withStream(TokenStream stream, Numbers numbers) {
        Parts changed = new Parts(parts);
        Map<TokenStream, Numbers> all = new HashMap<>(parts.streams);
        all.put(stream, numbers);
        changed.streams = Map.copyOf(all);
        return new Materials(changed);
    }

    /** Returns a copy with other turns of the policy for an environment, in the order of an episode. */
    public Materials withTurns(String... turns) {
        Parts changed = new Parts(parts);
        changed.turns = List.of(turns);
        return new Materials(changed);
    }

    /** Returns a copy with other questions to a text model. */
    public Materials withQuestions(List<TextModel.Request> questions) {
        Parts changed = new Parts(parts);
        changed.questions = List.copyOf(questions);
        return new Materials(changed);
    }

    /** Returns a copy with the weights that a rollout backend is given. */
    public Materials withWeights(PolicyWeights weights) {
        Parts changed = new Parts(parts);
        changed.weights = Optional.of(weights);
        return new Materials(changed);
    }

    /** True if no input was replaced: whoever asks may not know what the component needs. */
    public boolean isStandard() {
        return !parts.isOwn;
    }

    /** Returns a copy with another longest time of a call; 30 seconds in {@link #standard}. */
    public Materials withPatience(Duration longest) {
        Parts changed = new Parts(parts);
        changed.patience = longest;
        return new Materials(changed);
    }

    /** Responses for a reward to judge. */
    public List<Group> groups() {
        return parts.groups;
    }

    /** True if the author of the component chose the {@link #groups}. */
    public boolean hasOwnGroups() {
        return parts.ownGroups;
    }

    /** Prompts of {@link #groups}. */
    public List<Prompt> prompts() {
        return parts.groups.stream().map(Group::prompt).toList();
    }

    /** Responses with their rewards: groups of several, with different rewards, lengths and ends. */
    public List<ScoredGroup> scoredGroups() {
        return parts.scored;
    }

    /** Numbers of a stream; empty if nobody knows what it holds. */
    public Optional<Numbers> numbers(TokenStream stream) {
        return Optional.ofNullable(parts.streams.get(stream));
    }

    /** Turns that the policy writes in an episode, each with what hands over. */
    public List<String> turns() {
        return parts.turns;
    }

    /** Questions to a text model. */
    public List<TextModel.Request> questions() {
        return parts.questions;
    }

    /** Weights for a rollout backend. */
    public Optional<PolicyWeights> weights() {
        return parts.weights;
    }

    /** Longest time of a call. */
    public Duration patience() {
        return parts.patience;
    }

    /** Parts of materials under construction. */
    private static final class Parts {
        private List<Group> groups = Samples.judged();
        private boolean ownGroups;
        private List<ScoredGroup> scored = Samples.scored();
        private Map<TokenStream, Numbers> streams = Samples.streams();
        private List<String> turns = List.of("Let me see.", "2+2=4", "I am done.");
        private List<TextModel.Request> questions = Samples.questions();
        private Optional<PolicyWeights> weights = Optional.empty();
        private Duration patience = Duration.ofSeconds(30);
        private boolean isOwn;

        Parts() {}

        Parts(Parts from) {
            groups = from.groups;
            ownGroups = from.ownGroups;
            scored = from.scored;
            streams = from.streams;
            turns = from.turns;
            questions = from.questions;
            weights = from.weights;
            patience = from.patience;
            isOwn = true;
        }
    }
}
