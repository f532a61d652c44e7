package org.reason4j.sampler.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Trajectory;

/**
 * The responses to a prompt as a tree: the prompt is its root, segments are its nodes, and every response ends in a leaf.
 *
 * @param segments all nodes but the root; a response's segments follow each other in order
 * @param ends the last segment of each response, {@code [G]}
 */
public record Tree(List<Segment> segments, int[] ends) {

    /**
     * Builds the tree of a group's responses.
     *
     * @return empty if the parent of a branch is missing
     */
    public static Optional<Tree> of(List<Trajectory> responses) {
        Map<Integer, Integer> indices = new HashMap<>();
        for (int i = 0; i < responses.size(); i++) {
            indices.put(responses.get(i).sample(), i);
        }
        List<Place> places = new ArrayList<>();
        for (Trajectory response : responses) {
            Optional<Place> place = place(response.branch(), responses, indices);
            if (place.isEmpty()) {
                return Optional.empty();
            }
            places.add(place.get());
        }
        return Optional.of(join(responses, places));
    }

    /** The start of a response: a token of another response, or the prompt, as token 0 without a response. */
    private record Place(int leaf, int at) {}

    /** Finds the response that wrote the token before a branch; the branch's parent may itself share that token. */
    private static Optional<Place> place(
            Optional<Branch> branch, List<Trajectory> responses, Map<Integer, Integer> indices) {
        Optional<Branch> next = branch;
        while (next.isPresent() && next.get().at() > 0) {
            int at = next.get().at();
            Integer leaf = indices.get(next.get().parent());
            if (leaf == null) {
                return Optional.empty();
            }
            Optional<Branch> above = responses.get(leaf).branch();
            if (above.isEmpty() || above.get().at() < at) {
                return Optional.of(new Place(leaf, at));
            }
            next = above.map(higher -> new Branch(higher.parent(), at));
        }
        return Optional.of(new Place(Segment.PROMPT, 0));
    }

    private static Tree join(List<Trajectory> responses, List<Place> places) {
        List<TreeSet<Integer>> cuts = new ArrayList<>();
        for (int i = 0; i < responses.size(); i++) {
            cuts.add(new TreeSet<>(List.of(places.get(i).at())));
        }
        for (Place place : places) {
            if (place.leaf() != Segment.PROMPT) {
                cuts.get(place.leaf()).add(place.at());
            }
        }
        int[] first = new int[responses.size() + 1]; // of each response, the index of its first segment
        for (int i = 0; i < responses.size(); i++) {
            first[i + 1] = first[i] + cuts.get(i).size();
        }
        List<Segment> segments = new ArrayList<>();
        int[] ends = new int[responses.size()];
        for (int i = 0; i < responses.size(); i++) {
            int parent = before(places.get(i), cuts, first);
            for (int from : cuts.get(i)) {
                Integer next = cuts.get(i).higher(from);
                segments.add(
                        new Segment(i, from, next == null ? responses.get(i).length() : next, parent));
                parent = segments.size() - 1;
            }
            ends[i] = parent;
        }
        return new Tree(segments, ends);
    }

    /** The segment that ends at a response's start. */
    private static int before(Place place, List<TreeSet<Integer>> cuts, int[] first) {
        return place.leaf() == Segment.PROMPT
                ? Segment.PROMPT
                : first[place.leaf()]
                        + cuts.get(place.leaf()).headSet(place.at()).size()
                        - 1;
    }
}
