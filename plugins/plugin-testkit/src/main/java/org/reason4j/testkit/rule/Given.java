package org.reason4j.testkit.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Samples;

/** Inputs for a component with these needs: responses carry the streams that it declares, and no others. */
final class Given {

    private final Materials materials;
    private final Requirements needs;

    Given(Materials materials, Requirements needs) {
        this.materials = materials;
        this.needs = needs;
    }

    /** Inputs for a component that has models beside the policy, whose output it may read. */
    static Given with(Materials materials, Requirements needs, List<AuxiliaryModel> models) {
        Materials all = materials;
        for (AuxiliaryModel model : models) {
            if (materials.numbers(model.stream()).isEmpty()) {
                TokenStream similar = model.output() == AuxiliaryModel.Output.LOGPROBS
                        ? TokenStream.OLD_LOGPROBS
                        : TokenStream.VALUES;
                all = all.withStream(model.stream(), materials.numbers(similar).orElseThrow());
            }
        }
        return new Given(all, needs);
    }

    /** Responses for a reward to judge. */
    List<Group> groups() {
        requireFields(materials.prompts());
        return groups(one -> one);
    }

    /** Responses for a reward to judge, changed before their streams are attached. */
    List<Group> groups(UnaryOperator<Trajectory> change) {
        return materials.groups().stream()
                .map(group -> Samples.map(group, one -> carrying(change.apply(one))))
                .toList();
    }

    /** Responses with their rewards. */
    List<ScoredGroup> scored() {
        return scored(one -> one);
    }

    /** Responses with their rewards, changed before their streams are attached. */
    List<ScoredGroup> scored(UnaryOperator<Trajectory> change) {
        List<ScoredGroup> groups = new ArrayList<>();
        for (ScoredGroup group : materials.scoredGroups()) {
            ScoredGroup carrying = Samples.map(group, one -> carrying(change.apply(one)));
            groups.add(needs.greedyResponse() ? carrying : ScoredGroup.of(group.prompt(), carrying.trajectories()));
        }
        requireRewards(groups);
        return groups;
    }

    /** Each group of {@link #scored} cut down to one of its responses. */
    List<ScoredGroup> alone() {
        if (needs.wholeGroups()) {
            throw NotRun.doesNotApply("it needs whole groups");
        }
        List<ScoredGroup> groups = new ArrayList<>();
        for (ScoredGroup group : scored()) {
            for (ScoredTrajectory one : group.trajectories()) {
                groups.add(group.withTrajectories(List.of(one)));
            }
        }
        return groups;
    }

    /** A response with the declared streams, and no others. */
    Trajectory carrying(Trajectory one) {
        Trajectory bare = one;
        if (!needs.streams().containsAll(one.streams())) {
            bare = Samples.bare(one);
            for (TokenStream stream : needs.streams()) {
                Optional<float[]> own = one.find(stream);
                bare = own.isPresent() ? bare.with(stream, own.get()) : bare;
            }
        }
        for (TokenStream stream : needs.streams()) {
            if (!bare.streams().contains(stream)) {
                bare = Samples.with(bare, stream, numbers(stream));
            }
        }
        return bare;
    }

    private Materials.Numbers numbers(TokenStream stream) {
        Optional<Materials.Numbers> numbers = materials.numbers(stream);
        return numbers.orElseThrow(() -> new NotRun("it reads the stream '" + stream + "'"
                + Optional.ofNullable(needs.sources().get(stream))
                        .map(source -> " of " + source)
                        .orElse("")
                + ", whose numbers the standard materials do not have; give them with Materials.withStream"));
    }

    private void requireFields(List<Prompt> prompts) {
        for (Prompt prompt : prompts) {
            Set<String> missing = new TreeSet<>(needs.fields());
            missing.removeAll(prompt.fields().keySet());
            if (!missing.isEmpty()) {
                throw new NotRun(
                        "it needs the fields " + missing + " in every example, which prompt '" + prompt.id()
                                + "' of the materials lacks; give them with Materials.withFields, or --field of plugins verify");
            }
        }
    }

    private void requireRewards(List<ScoredGroup> groups) {
        for (ScoredGroup group : groups) {
            for (ScoredTrajectory one : group.trajectories()) {
                Set<String> missing = new TreeSet<>(needs.rewards());
                missing.removeAll(one.scores().keySet());
                if (!missing.isEmpty()) {
                    throw new NotRun("it reads the scores of the rewards " + missing
                            + ", which the materials lack; give groups with them with Materials.withScoredGroups");
                }
            }
        }
    }

    /** Groups in the opposite order of their members; each keeps its sample index. */
    static Group reversed(Group group) {
        return group.withTrajectories(reversed(group.trajectories()));
    }

    /** Groups in the opposite order of their members; each keeps its sample index. */
    static ScoredGroup reversed(ScoredGroup group) {
        return group.withTrajectories(reversed(group.trajectories()));
    }

    static <E> List<E> reversed(List<E> list) {
        List<E> reversed = new ArrayList<>(list);
        java.util.Collections.reverse(reversed);
        return reversed;
    }

    /** What a component returned, in a form that can be compared. */
    static final class Snapshots {

        private Snapshots() {}

        /** Identity of a response within a step. */
        static String key(Trajectory one) {
            return "sample " + one.sample() + " of " + one.prompt().id();
        }

        static Optional<ScoredTrajectory> find(List<ScoredGroup> groups, Trajectory one) {
            return groups.stream()
                    .flatMap(group -> group.trajectories().stream())
                    .filter(other -> key(other.trajectory()).equals(key(one)))
                    .findFirst();
        }

        static Optional<Credit> find(Trajectory one, List<Credit> credits) {
            return credits.stream()
                    .filter(other -> key(other.trajectory()).equals(key(one)))
                    .findFirst();
        }

        /** Rewards by response. */
        static Map<String, Double> rewards(List<ScoredGroup> groups) {
            Map<String, Double> rewards = new TreeMap<>();
            groups.forEach(group ->
                    group.trajectories().forEach(one -> rewards.put(key(one.trajectory()), one.reward())));
            return rewards;
        }

        /** Advantages and streams by response. */
        static Map<String, String> credits(List<Credit> credits) {
            Map<String, String> all = new TreeMap<>();
            for (Credit credit : credits) {
                StringBuilder text = new StringBuilder(Arrays.toString(credit.advantages()));
                credit.trajectory().streams().stream()
                        .map(TokenStream::name)
                        .sorted()
                        .forEach(name -> text.append(' ')
                                .append(name)
                                .append(' ')
                                .append(Arrays.toString(credit.trajectory().stream(TokenStream.named(name)))));
                all.merge(key(credit.trajectory()), text.toString(), (one, other) -> one + ", " + other);
            }
            return all;
        }
    }
}
