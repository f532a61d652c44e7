package org.reason4j.sampler.tree.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * The search for one prompt. In turn, nodes grow segments, new segments get continuations, and what came of them is backed
 * up. It ends when the group is full, or early at the end gate; where no node may grow any more, unfinished responses are
 * finished.
 */
final class SearchPlan implements RolloutPlan {

    private final Prompt prompt;
    private final int groupSize;
    private final MctsConfig config;
    private final Segments segments;
    private final Judge judge;
    private final SearchMetrics metrics;
    private final Selection selection;
    private final Node root = Node.root();
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Growth> growths = new ArrayList<>(); // of this round
    private final List<Node> asked = new ArrayList<>(); // what each request of the round goes on after
    private Phase phase = Phase.SETTLED;
    private int grown;
    private int samples;

    /** What the requests of a round are for. */
    private enum Phase {
        SEGMENTS,
        CONTINUATIONS,
        COMPLETIONS,
        SETTLED
    }

    /** A node that grows in this round, and the segments that it got. */
    private record Growth(Node node, int size, List<Node> segments) {}

    /**
     * Prepares a search.
     *
     * @param groupSize responses to find
     */
    SearchPlan(Prompt prompt, int groupSize, MctsConfig config, Segments segments, Judge judge, SearchMetrics metrics) {
        this.prompt = prompt;
        this.groupSize = groupSize;
        this.config = config;
        this.segments = segments;
        this.judge = judge;
        this.metrics = metrics;
        this.selection = new Selection(config.score(), config.depth(), config.virtualLoss());
    }

    /** The group of what was found. */
    Group group() {
        return LeafGroup.of(prompt, leaves, segments);
    }

    /** The tree that was searched. */
    Node root() {
        return root;
    }

    @Override
    public List<RolloutRequest> next(List<Trajectory> written) {
        if (written.size() != asked.size()) {
            throw new IllegalStateException("The rollout engine returned " + written.size() + " responses to prompt '"
                    + prompt.id() + "' for " + asked.size() + " requests");
        }
        List<RolloutRequest> requests = switch (phase) {
            case SEGMENTS -> continuations(written);
            case CONTINUATIONS -> backUp(written);
            case COMPLETIONS -> completed(written);
            case SETTLED -> List.of();
        };
        if (requests.isEmpty() && phase == Phase.SETTLED) {
            requests = isOver() ? List.of() : growth();
        }
        if (requests.isEmpty()) {
            metrics.ended(leaves, root, grown, leaves.size() < groupSize);
        }
        return requests;
    }

    private boolean isOver() {
        return leaves.size() >= groupSize
                || config.endGate() > 0
                        && leaves.size() >= config.leastLeaves()
                        && leaves.stream().anyMatch(leaf -> leaf.outcome().orElse(0) >= config.endGate());
    }

    /** Asks for segments of the next nodes; where none can grow, for what fills the group. */
    private List<RolloutRequest> growth() {
        growths.clear();
        int missing = groupSize - leaves.size();
        while (growths.size() < config.parallel() && grown < config.expansions(groupSize) && missing > 0) {
            Optional<Node> next = selection.next(root);
            if (next.isEmpty()) {
                break;
            }
            Growth growth = new Growth(next.get(), size(missing), new ArrayList<>());
            metrics.grew(next.get());
            next.get().grow(selection.reason(next.get()));
            next.get().pend(1);
            growths.add(growth);
            missing -= Math.max(1, responses(growth.size()));
            grown++;
        }
        return growths.isEmpty() ? completions() : segments();
    }

    /** Segments of a growth: where each leads to responses, no more than the group has room for. */
    private int size(int missing) {
        int each = config.rollouts();
        return config.values().model().isPresent()
                ? config.branches()
                : Math.min(config.branches(), (missing + each - 1) / each);
    }

    /** Responses that a growth leads to, unless segments end before. */
    private int responses(int size) {
        return config.values().model().isPresent() ? config.rollouts() : size * config.rollouts();
    }

    private List<RolloutRequest> segments() {
        phase = Phase.SEGMENTS;
        asked.clear();
        List<RolloutRequest> requests = new ArrayList<>();
        for (Growth growth : growths) {
            for (int i = 0; i < growth.size(); i++) {
                requests.add(ask(growth.node(), segments.segment(growth.node().length())));
            }
        }
        return requests;
    }

    private RolloutRequest ask(Node node, SamplingParams params) {
        asked.add(node);
        return node.after(prompt, samples++, params);
    }

    /** Takes the new segments, and asks for their continuations; where there are none, backs up. */
    private List<RolloutRequest> continuations(List<Trajectory> written) {
        List<Node> ended = new ArrayList<>();
        int next = 0;
        for (Growth growth : growths) {
            for (int i = 0; i < growth.size(); i++) {
                Trajectory response = written.get(next++);
                Node node = growth.node()
                        .add(response, segments.goesOn(response, growth.node().length()));
                growth.segments().add(node);
                if (!node.isOpen()) {
                    ended.add(node);
                }
            }
        }
        addLeaves(
                ended, ended.stream().map(node -> node.written().orElseThrow()).toList());
        config.values().model().ifPresent(model -> estimate());
        List<RolloutRequest> requests = continuations();
        return requests.isEmpty() ? backUp(List.of()) : requests;
    }

    private void estimate() {
        List<Node> open = growths.stream()
                .flatMap(growth -> growth.segments().stream())
                .filter(Node::isOpen)
                .toList();
        List<OptionalDouble> estimates = judge.estimates(
                prompt, open.stream().map(node -> node.written().orElseThrow()).toList());
        for (int i = 0; i < open.size(); i++) {
            open.get(i).estimate(estimates.get(i).orElse(0));
            metrics.estimated(estimates.get(i));
        }
    }

    /** Continuations, first one of each node, then a second, and so on, until the group is full. */
    private List<RolloutRequest> continuations() {
        phase = Phase.CONTINUATIONS;
        asked.clear();
        List<Node> from = new ArrayList<>();
        for (Growth growth : growths) {
            from.addAll(
                    config.values().model().isPresent() ? best(growth).stream().toList() : growth.segments());
        }
        List<RolloutRequest> requests = new ArrayList<>();
        for (int k = 0; k < config.rollouts(); k++) {
            for (Node node : from) {
                if (node.isOpen() && leaves.size() + requests.size() < groupSize) {
                    requests.add(ask(node, segments.rest(node.length())));
                }
            }
        }
        return requests;
    }

    /** The segment of a growth of which most is expected; the first of equal ones. */
    private static Optional<Node> best(Growth growth) {
        return growth.segments().stream()
                .sorted(Comparator.comparingDouble(Node::value).reversed())
                .findFirst();
    }

    private List<RolloutRequest> backUp(List<Trajectory> continued) {
        addLeaves(asked, continued);
        for (Growth growth : growths) {
            growth.node().pend(-1);
            if (config.values().model().isPresent()) {
                best(growth).ifPresent(node -> visited(node, outcomes(node)));
            } else {
                growth.segments().forEach(node -> visited(node, outcomes(node)));
            }
        }
        phase = Phase.SETTLED;
        asked.clear();
        return List.of();
    }

    private double[] outcomes(Node node) {
        return leaves.stream()
                .filter(leaf -> leaf.node() == node)
                .flatMapToDouble(leaf -> leaf.outcome().stream())
                .toArray();
    }

    /** A node without an outcome keeps what it was estimated at; with a model that counts as a visit, else it is never chosen. */
    private void visited(Node node, double[] outcomes) {
        boolean estimated = config.values().model().isPresent() && node.isOpen();
        if (outcomes.length == 0) {
            if (estimated) {
                node.visited(node.value(), 1, config.backup());
            } else {
                node.close();
            }
            return;
        }
        double mean = Arrays.stream(outcomes).average().orElseThrow();
        double best = Arrays.stream(outcomes).max().orElseThrow();
        double value = Backup.mixed(estimated ? node.value() : mean, best, config.mix());
        node.visited(value, estimated ? 1 : outcomes.length, config.backup());
    }

    private void addLeaves(List<Node> nodes, List<Trajectory> responses) {
        List<OptionalDouble> outcomes = judge.outcomes(prompt, responses);
        for (int i = 0; i < responses.size(); i++) {
            Node node = nodes.get(i);
            leaves.add(new Leaf(node, responses.get(i), outcomes.get(i)));
            if (!node.isOpen()) {
                node.estimate(outcomes.get(i).orElse(0));
            }
        }
    }

    /** Fills the group from the unfinished responses of highest value, or from the prompt where all have ended. */
    private List<RolloutRequest> completions() {
        phase = Phase.COMPLETIONS;
        asked.clear();
        List<Node> unfinished = new ArrayList<>(List.of(root));
        for (int i = 0; i < unfinished.size(); i++) {
            unfinished.addAll(unfinished.get(i).children());
        }
        unfinished.removeIf(node -> !node.isOpen() || !node.children().isEmpty());
        unfinished.sort(Comparator.comparingDouble(Node::value).reversed());
        if (unfinished.isEmpty()) {
            unfinished.add(root);
        }
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; leaves.size() + i < groupSize; i++) {
            Node node = unfinished.get(i % unfinished.size());
            requests.add(ask(node, segments.rest(node.length())));
        }
        return requests;
    }

    private List<RolloutRequest> completed(List<Trajectory> written) {
        addLeaves(asked, written);
        phase = Phase.SETTLED;
        asked.clear();
        return List.of();
    }

    /** Segments are kept, for what grows out of them; whole responses are not. */
    @Override
    public boolean keeps(RolloutRequest request) {
        return phase == Phase.SEGMENTS;
    }

    @Override
    public long maxTokens() {
        int longest = segments.params().maxTokens();
        return Math.multiplyExact(config.segments(groupSize), (long) Math.min(config.segmentTokens(), longest));
    }
}
