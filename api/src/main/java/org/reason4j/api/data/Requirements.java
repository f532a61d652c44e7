package org.reason4j.api.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Needs of a component towards the rest of a recipe, and the streams that it gives to others in return. Core checks all of
 * them when the parts of a recipe are put together, before a model is loaded. Immutable.
 */
@API(status = Status.STABLE, since = "1.0.0")
public final class Requirements {

    /** No needs at all. */
    public static final Requirements NONE = new Requirements(new Parts());

    private final Set<TokenStream> streams;
    private final Set<TokenStream> lossStreams;
    private final int minimumGroupSize;
    private final Set<String> fields;
    private final boolean greedyResponse;
    private final boolean wholeGroups;
    private final boolean singleUpdate;
    private final boolean groupsTogether;
    private final boolean pairsTogether;
    private final boolean samplingCorrection;
    private final Set<String> rewards;
    private final Set<TokenStream> attached;
    private final Map<TokenStream, String> sources;
    private final Set<ModelRef> models;
    private final Map<String, Set<String>> fieldValues;
    private final boolean ownSignal;
    private final boolean demonstrations;

    private Requirements(Parts parts) {
        streams = Set.copyOf(parts.streams);
        lossStreams = Set.copyOf(parts.lossStreams);
        minimumGroupSize = parts.minimumGroupSize;
        fields = Set.copyOf(parts.fields);
        greedyResponse = parts.greedyResponse;
        wholeGroups = parts.wholeGroups;
        singleUpdate = parts.singleUpdate;
        groupsTogether = parts.groupsTogether;
        pairsTogether = parts.pairsTogether;
        samplingCorrection = parts.samplingCorrection;
        rewards = Set.copyOf(parts.rewards);
        attached = Set.copyOf(parts.attached);
        sources = Map.copyOf(parts.sources);
        models = Set.copyOf(parts.models);
        Map<String, Set<String>> values = new LinkedHashMap<>();
        parts.fieldValues.forEach((field, allowed) -> values.put(field, Set.copyOf(allowed)));
        fieldValues = Map.copyOf(values);
        ownSignal = parts.ownSignal;
        demonstrations = parts.demonstrations;
    }

    /** Needs these streams on every trajectory: in a reward, a shaper, {@code shape} or {@code credit}. */
    public static Requirements streams(TokenStream... streams) {
        return only(parts -> parts.streams = Set.of(streams));
    }

    /** Needs these streams in the loss only. */
    public static Requirements lossStreams(TokenStream... streams) {
        return only(parts -> parts.lossStreams = Set.of(streams));
    }

    /**
     * Needs streams that another component attaches, on every trajectory.
     *
     * @param component what to add to a recipe that lacks them, such as {@code the reward 'vineppo'}
     */
    public static Requirements streamsOf(String component, TokenStream... streams) {
        Map<TokenStream, String> sources =
                Arrays.stream(streams).collect(Collectors.toMap(Function.identity(), stream -> component));
        return only(parts -> {
            parts.streams = sources.keySet();
            parts.sources = sources;
        });
    }

    /** Needs these fields in every example. */
    public static Requirements fields(String... fields) {
        return only(parts -> parts.fields = Set.of(fields));
    }

    /** Needs rewards with these keys in the recipe. */
    public static Requirements rewards(String... keys) {
        return only(parts -> parts.rewards = Set.of(keys));
    }

    /** Needs groups of at least that size, too. */
    public Requirements groupsOf(int size) {
        return and(only(parts -> parts.minimumGroupSize = size));
    }

    /** Needs a greedy response to every prompt, too. */
    public Requirements withGreedyResponse() {
        return and(only(parts -> parts.greedyResponse = true));
    }

    /** Needs all members of a group, too. */
    public Requirements withWholeGroups() {
        return and(only(parts -> parts.wholeGroups = true));
    }

    /** Needs steps of a single update, too. */
    public Requirements withSingleUpdate() {
        return and(only(parts -> parts.singleUpdate = true));
    }

    /** Attaches these streams, for others to read. */
    public Requirements attaching(TokenStream... streams) {
        return and(only(parts -> parts.attached = Set.of(streams)));
    }

    /** Needs the members of a group that go into an update in one micro-batch, too: a loss compares them. */
    public Requirements withGroupsTogether() {
        return and(only(parts -> parts.groupsTogether = true));
    }

    /** Needs both members of a pair, {@link Credit#pair()}, in one micro-batch, too. */
    public Requirements withPairsTogether() {
        return and(only(parts -> parts.pairsTogether = true));
    }

    /**
     * Corrects for the policy that sampled, too: it weighs a response, or a token, by the ratio of its probability under the
     * policy that learns, or the one at the step's start, to that which it was sampled with. At most one component of a recipe
     * does so, or the ratio would count twice.
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public Requirements withSamplingCorrection() {
        return and(only(parts -> parts.samplingCorrection = true));
    }

    /** Needs these models at hand, for the service {@code ScoringModels}. */
    public static Requirements models(ModelRef... models) {
        return only(parts -> parts.models = Set.of(models));
    }

    /**
     * Needs a field in every example whose text is one of these values, too, as a choice by example does.
     *
     * @param field name of the field
     * @param values texts that it may have
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public Requirements withFieldValues(String field, Set<String> values) {
        return and(only(parts -> {
            parts.fields = Set.of(field);
            parts.fieldValues = Map.of(field, Set.copyOf(values));
        }));
    }

    /**
     * Gives the policy something to learn in a recipe without rewards, too: a signal of its own, such as the opinion of a
     * teacher. A recipe without rewards needs a component that does.
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public Requirements withOwnSignal() {
        return and(only(parts -> parts.ownSignal = true));
    }

    /**
     * Brings responses that the policy did not sample, too, as a sampler of demonstrations does ({@link
     * Trajectory#demonstration}). They have no {@link TokenStream#BEHAVIOUR_LOGPROBS}, so a recipe has no other component that
     * reads those of every response.
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public Requirements withDemonstrations() {
        return and(only(parts -> parts.demonstrations = true));
    }

    /** Needs both, and attaches the streams of both. */
    public Requirements and(Requirements other) {
        Parts both = new Parts();
        both.streams = union(streams, other.streams);
        both.lossStreams = union(lossStreams, other.lossStreams);
        both.minimumGroupSize = Math.max(minimumGroupSize, other.minimumGroupSize);
        both.fields = union(fields, other.fields);
        both.greedyResponse = greedyResponse || other.greedyResponse;
        both.wholeGroups = wholeGroups || other.wholeGroups;
        both.singleUpdate = singleUpdate || other.singleUpdate;
        both.groupsTogether = groupsTogether || other.groupsTogether;
        both.pairsTogether = pairsTogether || other.pairsTogether;
        both.samplingCorrection = samplingCorrection || other.samplingCorrection;
        both.rewards = union(rewards, other.rewards);
        both.attached = union(attached, other.attached);
        both.sources = new LinkedHashMap<>(other.sources);
        both.sources.putAll(sources);
        both.models = union(models, other.models);
        both.fieldValues = new LinkedHashMap<>(fieldValues);
        other.fieldValues.forEach((field, values) -> both.fieldValues.merge(field, values, Requirements::common));
        both.ownSignal = ownSignal || other.ownSignal;
        both.demonstrations = demonstrations || other.demonstrations;
        return new Requirements(both);
    }

    /**
     * Streams that it reads from trajectories, before the first update of a step; they are in the {@link TokenBatch}, too.
     */
    public Set<TokenStream> streams() {
        return streams;
    }

    /** Streams that it reads from the {@link TokenBatch} alone, which often cost no pass of their own. */
    public Set<TokenStream> lossStreams() {
        return lossStreams;
    }

    /** Smallest number of trajectories per prompt that it works with. */
    public int minimumGroupSize() {
        return minimumGroupSize;
    }

    /** Fields that every example of the dataset must have, such as {@code answer}. */
    public Set<String> fields() {
        return fields;
    }

    /**
     * True if every prompt gets one more response, the policy's most likely one, which is scored like the others and stands
     * in {@link ScoredGroup#greedy()}.
     */
    public boolean greedyResponse() {
        return greedyResponse;
    }

    /** True if it works only with all members of a group, as credit in a tree does. */
    public boolean wholeGroups() {
        return wholeGroups;
    }

    /** True if it works only where a step makes one update, from all of its responses. */
    public boolean singleUpdate() {
        return singleUpdate;
    }

    /** True if the members of a group stay in one micro-batch. */
    public boolean groupsTogether() {
        return groupsTogether;
    }

    /** True if the members of a pair stay in one micro-batch. */
    public boolean pairsTogether() {
        return pairsTogether;
    }

    /** True if it corrects for the policy that sampled, which no other component of the recipe may do then. */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public boolean samplingCorrection() {
        return samplingCorrection;
    }

    /** Keys of the rewards whose single scores it reads, as a filter does. */
    public Set<String> rewards() {
        return rewards;
    }

    /** Streams that it attaches for other components; one that it alone reads need not be declared. */
    public Set<TokenStream> attached() {
        return attached;
    }

    /** The component that attaches a stream of {@link #streams()} that core doesn't compute, for messages. */
    public Map<TokenStream, String> sources() {
        return sources;
    }

    /** Models that it asks for numbers. */
    public Set<ModelRef> models() {
        return models;
    }

    /** Texts that a field of every example may have, by the field's name. */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public Map<String, Set<String>> fieldValues() {
        return fieldValues;
    }

    /** True if the policy learns from it without a reward. */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public boolean ownSignal() {
        return ownSignal;
    }

    /** True if some responses that it brings were not sampled by the policy. */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public boolean demonstrations() {
        return demonstrations;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Requirements needs && needs.all().equals(all());
    }

    @Override
    public int hashCode() {
        return all().hashCode();
    }

    @Override
    public String toString() {
        return all().toString();
    }

    private Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("streams", streams);
        all.put("lossStreams", lossStreams);
        all.put("minimumGroupSize", minimumGroupSize);
        all.put("fields", fields);
        all.put("greedyResponse", greedyResponse);
        all.put("wholeGroups", wholeGroups);
        all.put("singleUpdate", singleUpdate);
        all.put("groupsTogether", groupsTogether);
        all.put("pairsTogether", pairsTogether);
        all.put("samplingCorrection", samplingCorrection);
        all.put("rewards", rewards);
        all.put("attached", attached);
        all.put("sources", sources);
        all.put("models", models);
        all.put("fieldValues", fieldValues);
        all.put("ownSignal", ownSignal);
        all.put("demonstrations", demonstrations);
        return all;
    }

    /** All parts, needing nothing at first. */
    private static final class Parts {
        private Set<TokenStream> streams = Set.of();
        private Set<TokenStream> lossStreams = Set.of();
        private int minimumGroupSize = 1;
        private Set<String> fields = Set.of();
        private boolean greedyResponse;
        private boolean wholeGroups;
        private boolean singleUpdate;
        private boolean groupsTogether;
        private boolean pairsTogether;
        private boolean samplingCorrection;
        private Set<String> rewards = Set.of();
        private Set<TokenStream> attached = Set.of();
        private Map<TokenStream, String> sources = Map.of();
        private Set<ModelRef> models = Set.of();
        private Map<String, Set<String>> fieldValues = Map.of();
        private boolean ownSignal;
        private boolean demonstrations;
    }

    private static Requirements only(Consumer<Parts> change) {
        Parts parts = new Parts();
        change.accept(parts);
        return new Requirements(parts);
    }

    private static <T> Set<T> common(Set<T> one, Set<T> other) {
        Set<T> both = new LinkedHashSet<>(one);
        both.retainAll(other);
        return both;
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        Set<T> both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }
}
