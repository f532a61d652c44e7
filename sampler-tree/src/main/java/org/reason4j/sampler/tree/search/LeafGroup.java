package org.reason4j.sampler.tree.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/**
 * The group that the leaves of a search make. A segment is learned in the first leaf below it; the others branch off from
 * there.
 */
final class LeafGroup {

    private final Map<Node, Integer> writers = new HashMap<>(); // by segment, the leaf that learns it

    private LeafGroup() {}

    /** Puts leaves into a group, in their order. */
    static Group of(Prompt prompt, List<Leaf> leaves, Segments segments) {
        LeafGroup group = new LeafGroup();
        List<Trajectory> responses = new ArrayList<>();
        for (Leaf leaf : leaves) {
            responses.add(group.join(leaf, responses.size(), segments));
        }
        return Group.of(prompt, responses);
    }

    private Trajectory join(Leaf leaf, int sample, Segments segments) {
        Trajectory response = segments.whole(leaf.response()).withSample(sample);
        boolean[] learned = response.learned();
        int shared = 0;
        int writer = sample;
        String reason = "";
        for (Node node : leaf.node().path()) {
            Integer first = writers.putIfAbsent(node, sample);
            int from = node.parent().orElseThrow().length();
            if (first != null) {
                shared = node.length();
                writer = first;
                reason = node.reason();
            } else {
                Trajectory written = node.written().orElseThrow();
                for (int t = from; t < node.length(); t++) {
                    learned[t] = written.isLearned(t);
                }
            }
        }
        return shared > 0
                ? response.withLearned(learned).withBranch(new Branch(writer, shared, reason))
                : unbranched(response).withLearned(learned);
    }

    /** The same response, as one that begins at the prompt. */
    private static Trajectory unbranched(Trajectory response) {
        if (response.branch().isEmpty()) {
            return response;
        }
        Trajectory fresh = Trajectory.sampled(
                response.prompt(),
                response.sample(),
                response.response(),
                response.text(),
                response.finish() == Finish.FAILED ? Finish.STOP : response.finish(),
                response.policyVersion().orElseThrow(),
                response.params().orElseThrow());
        for (TokenStream stream : response.streams()) {
            fresh = fresh.with(stream, response.stream(stream));
        }
        return response.failure().map(fresh::withFailure).orElse(fresh);
    }
}
