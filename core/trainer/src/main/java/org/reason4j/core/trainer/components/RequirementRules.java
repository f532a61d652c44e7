package org.reason4j.core.trainer.components;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.dataset.Example;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.reward.ActiveReward;

/** Rules that the parts of a recipe keep together: the needs of each, against the others, the recipe and its examples. */
final class RequirementRules {

    /** Nothing has a gradient or an advantage before there is a batch. */
    private static final Set<TokenStream> OF_BATCHES =
            Set.of(TokenStream.LOGPROBS, TokenStream.OBSERVED_LOGPROBS, TokenStream.ADVANTAGES);

    /** Streams that the decoder attaches. */
    static final Set<TokenStream> SAMPLED = Set.of(
            TokenStream.BEHAVIOUR_LOGPROBS,
            TokenStream.SAMPLED_LOGPROBS,
            TokenStream.POLICY_VERSION,
            TokenStream.TURN_REWARDS);

    /** Streams that core computes in passes over the responses. */
    private static final Set<TokenStream> COMPUTED = Set.of(
            TokenStream.ENTROPY,
            TokenStream.OLD_LOGPROBS,
            TokenStream.REFERENCE_LOGPROBS,
            TokenStream.CERTAINTY,
            TokenStream.COLLISION);

    /** The sampler of independent responses. */
    private static final String GROUP = "group";

    private final CheckedParts parts;
    private final Recipe recipe;
    private final ProblemList problems;
    private final Set<TokenStream> offered = new HashSet<>(); // by core and by components
    private final Set<String> rewards = new TreeSet<>();

    /** Rules of these parts, which take down every part that lacks something. */
    RequirementRules(CheckedParts parts, Recipe recipe, ProblemList problems) {
        this.parts = parts;
        this.recipe = recipe;
        this.problems = problems;
        List.of(OF_BATCHES, SAMPLED, COMPUTED).forEach(offered::addAll);
        offered.addAll(parts.attached());
        offered.addAll(parts.modelStreams());
        parts.rewards().stream().map(ActiveReward::key).forEach(rewards::add);
    }

    /** Checks all parts of a recipe. */
    void check(Datasets data) {
        parts.requirements().forEach((where, needs) -> {
            groups(where, needs);
            trainingFields(where, needs, data);
            streams(where, needs);
            rewards(where, needs.rewards());
            updates(where, needs);
        });
        samplingCorrection();
        demonstrations();
        signal();
        partialRollouts();
        measurement(data);
    }

    /** Checks the examples for the parts that there are, where others could not be built. */
    void checkFields(Datasets data) {
        parts.requirements().forEach((where, needs) -> trainingFields(where, needs, data));
        measuredFields(data);
    }

    private void trainingFields(String where, Requirements needs, Datasets data) {
        fields(where, needs.fields(), "data.train", data.train());
        fieldValues(where, needs.fieldValues(), data.train());
    }

    private void measuredFields(Datasets data) {
        Requirements needs = parts.measure().reward().requirements();
        fields(parts.measureAt(), needs.fields(), "data.evaluation", data.evaluation());
    }

    private void groups(String where, Requirements needs) {
        int size = recipe.rollout().groupSize();
        problems.unless(
                needs.minimumGroupSize() <= size,
                "%s compares at least %s responses to a prompt, but rollout.groupSize is %s. Raise rollout.groupSize.",
                where,
                needs.minimumGroupSize(),
                size);
        for (int i = 0; needs.wholeGroups() && i < parts.filters().size(); i++) {
            problems.unless(
                    !parts.filters().get(i).splitsGroups(),
                    "%s needs all members of a group, but filters[%s] may drop some of them. Leave out that filter, or"
                            + " choose one that keeps or drops whole groups.",
                    where,
                    i);
        }
    }

    private void streams(String where, Requirements needs) {
        problems.unless(
                Collections.disjoint(needs.streams(), OF_BATCHES),
                "%s reads 'logprobs', 'observedLogprobs' or 'advantages' before the loss, but only a batch has them. Its author can declare"
                        + " them as lossStreams.",
                where);
        Set<TokenStream> read = new HashSet<>(needs.streams());
        read.addAll(needs.lossStreams());
        problems.unless(
                parts.environment() || !read.contains(TokenStream.TURN_REWARDS),
                "%s reads the rewards of turns, but the recipe has no environment. Add one under environment, or choose a"
                        + " reward that judges the whole response.",
                where);
        read.stream()
                .filter(stream -> !offered.contains(stream))
                .map(stream -> stream.equals(TokenStream.VALUES)
                        ? where + " reads 'values', but no model of the recipe computes them. Add a critic: choose an"
                                + " optimizer that brings one, or switch on the critic of this one."
                        : where + " reads '" + stream.name() + "', but " + without(stream, needs))
                .sorted()
                .forEach(problems::add);
    }

    private String without(TokenStream stream, Requirements needs) {
        Optional<String> source = Optional.ofNullable(needs.sources().get(stream));
        return source.map(component -> "the recipe has no component that attaches it; its rewards are " + rewards
                        + ". Add " + component + ", or choose another component at this place.")
                .orElse("nothing computes or attaches it. Add the component that does; its author declares it as"
                        + " attached.");
    }

    private void rewards(String where, Set<String> keys) {
        for (String key : new TreeSet<>(keys)) {
            problems.unless(
                    rewards.contains(key),
                    "%s reads the reward '%s', but the recipe's rewards are %s. Name one of them in its settings, or give"
                            + " a reward this key.",
                    where,
                    key,
                    rewards);
        }
    }

    private void updates(String where, Requirements needs) {
        problems.unless(
                !needs.singleUpdate() || recipe.training().updatesPerStep() == 1,
                "%s makes one update per step, from all of its responses, but training.miniBatches * training.epochs is"
                        + " %s * %s. Set both to 1, or choose another optimizer.",
                where,
                recipe.training().miniBatches(),
                recipe.training().epochs());
    }

    private void samplingCorrection() {
        List<String> correcting = parts.requirements().entrySet().stream()
                .filter(entry -> entry.getValue().samplingCorrection())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        problems.unless(
                correcting.size() <= 1,
                "%s each weigh tokens by the ratio to the policy that sampled them, so the ratio would count %s times. Keep one"
                        + " of them: leave out a credit shaper, or choose a loss that is anchored on the policy at the step's"
                        + " start.",
                String.join(" and ", correcting),
                correcting.size());
    }

    /** Responses that the policy did not sample have no log-probabilities of a policy that did. */
    private void demonstrations() {
        List<String> bringing = parts.requirements().entrySet().stream()
                .filter(entry -> entry.getValue().demonstrations())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        parts.requirements().forEach((where, needs) -> {
            Set<TokenStream> read = new HashSet<>(needs.streams());
            read.addAll(needs.lossStreams());
            problems.unless(
                    bringing.isEmpty() || !read.contains(TokenStream.BEHAVIOUR_LOGPROBS),
                    "%s reads the log-probabilities that each response was sampled with, but %s brings responses that the policy"
                            + " did not sample. Choose a component that is anchored on the policy at the step's start or made"
                            + " for demonstrations, such as the optimizer 'luffy', or another sampler.",
                    where,
                    String.join(" and ", bringing));
        });
    }

    /** A recipe without rewards learns from what a component brings, and nothing compares rewards. */
    private void signal() {
        if (!rewards.isEmpty() || recipe.training().steps() == 0) {
            return;
        }
        problems.unless(
                parts.requirements().values().stream().anyMatch(Requirements::ownSignal),
                "rewards is an empty list, and no component of the recipe gives the policy something to learn without one."
                        + " Add a reward, or a component with a signal of its own, such as one that distils a teacher.");
        parts.requirements()
                .forEach((where, needs) -> problems.unless(
                        !needs.greedyResponse(),
                        "%s compares rewards with that of a greedy response, but the recipe has no rewards. Add one, or choose"
                                + " another component at this place.",
                        where));
    }

    /** A response can be left unfinished only where nothing else of its step grows out of it. */
    private void partialRollouts() {
        problems.unless(
                recipe.rollout().partialTokens() == 0 || recipe.sampler().name().equals(GROUP),
                "sampler '%s' makes its groups in one call, from responses that are finished, but with"
                        + " rollout.partialTokens %s responses go on over several steps. Choose the sampler '%s', or set"
                        + " rollout.partialTokens to 0.",
                recipe.sampler().name(),
                recipe.rollout().partialTokens(),
                GROUP);
    }

    /** The reward that measures sees held-out problems, one response at a time, and nothing of training. */
    private void measurement(Datasets data) {
        String where = parts.measureAt();
        ActiveReward measure = parts.measure();
        Requirements needs = measure.reward().requirements();
        measuredFields(data);
        MeasuringRules.reasonsAgainst(measure.reward(), needs, parts.environment())
                .forEach(reason -> problems.add(where + " can't measure held-out problems: it " + reason
                        + ". Name another reward under evaluation.reward."));
        problems.unless(
                recipe.rollout().temperature() > 0,
                "rollout.temperature is 0: responses to a prompt would all be the same. Set it above 0.");
    }

    private void fieldValues(String where, Map<String, Set<String>> values, List<Example> examples) {
        new TreeMap<>(values)
                .forEach((field, allowed) -> examples.stream()
                        .filter(example -> example.fields().containsKey(field))
                        .filter(example -> !allowed.contains(
                                String.valueOf(example.fields().get(field))))
                        .findFirst()
                        .ifPresent(example -> problems.add(String.format(
                                "%s chooses by the field '%s' of an example, of which it knows the values %s, but example '%s' of"
                                        + " data.train has '%s'. Add that value to its settings, or leave such examples out.",
                                where,
                                field,
                                new TreeSet<>(allowed),
                                example.id(),
                                example.fields().get(field)))));
    }

    private void fields(String where, Set<String> fields, String dataset, List<Example> examples) {
        MissingField.of(fields, examples).forEach(missing -> problems.add(missing.problem(where, dataset)));
    }
}
