package org.reason4j.sampler.tree.segment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * The end of a segment, or the prompt: where a tree may grow on.
 *
 * <p>A segment that continues another one has its sample index, so that a response is written with the random numbers of one
 * that is not cut into segments. Further segments that begin there have indices of their own.
 */
final class Node {

    private final @Nullable Node parent;
    private final int sample;
    private final int asked;
    private final String reason;
    private final List<Node> children = new ArrayList<>();
    private @Nullable Trajectory written;
    private boolean ended;
    private double surprisal;

    private Node(@Nullable Node parent, int sample, int asked, String reason) {
        this.parent = parent;
        this.sample = sample;
        this.asked = asked;
        this.reason = reason;
    }

    /** The prompt. */
    static Node prompt() {
        return new Node(null, -1, 0, "");
    }

    /**
     * Begins a segment here.
     *
     * @param next index of the response that writes it
     * @param tokens that it may have, at least 1
     * @param why it begins; empty for a continuation
     */
    Node begin(int next, int tokens, String why) {
        Node child = new Node(this, next, tokens, why);
        children.add(child);
        return child;
    }

    boolean isPrompt() {
        return parent == null;
    }

    /** The node that the segment begins at; none of the prompt. */
    Optional<Node> parent() {
        return Optional.ofNullable(parent);
    }

    /** Nodes of the segments that begin here, in the order in which they were begun. */
    List<Node> children() {
        return Collections.unmodifiableList(children);
    }

    /** Index of the response that wrote the segment. */
    int sample() {
        return sample;
    }

    /** Segments between the prompt and here. */
    int depth() {
        return parent == null ? 0 : parent.depth() + 1;
    }

    /** Response tokens up to here. */
    int length() {
        return parent == null ? 0 : response().length();
    }

    /** The response up to here. */
    Trajectory response() {
        if (written == null) {
            throw new IllegalStateException("a segment of sample " + sample + " is not written");
        }
        return written;
    }

    /** True if nothing can follow. */
    boolean isEnd() {
        return ended;
    }

    /** Lets nothing follow. */
    void end() {
        ended = true;
    }

    /** Asks for the segment. */
    RolloutRequest request(Prompt prompt, SamplingParams params) {
        SamplingParams rest = params.withMaxTokens(asked);
        if (parent == null || parent.isPrompt()) {
            return RolloutRequest.of(prompt, sample, rest);
        }
        Trajectory before = parent.response();
        return RolloutRequest.branch(before, before.length(), sample, rest)
                .withLearned(before.learned())
                .withBranch(new Branch(before.sample(), before.length(), reason));
    }

    /**
     * Takes the response up to here. It ends unless the segment's own limit cut it off: one that has fewer tokens met another
     * limit.
     *
     * @param longest response, in tokens
     */
    void write(Trajectory response, int longest) {
        int from = parent == null ? 0 : parent.length();
        written = response;
        surprisal = response.find(TokenStream.BEHAVIOUR_LOGPROBS)
                .map(logprobs -> surprisal(response, from, logprobs))
                .orElse(0.0);
        ended = response.finish() != Finish.LENGTH || response.length() < from + asked || response.length() >= longest;
    }

    /** Where the response that wrote the segment left another one; empty if it began at the prompt. */
    Optional<Branch> branch() {
        Node head = this;
        while (head.parent != null && head.parent.sample == sample) {
            head = head.parent;
        }
        Node fork = head.parent;
        return fork == null || fork.isPrompt()
                ? Optional.empty()
                : Optional.of(new Branch(fork.sample, fork.length(), head.reason));
    }

    /** Mean of {@code -log p} over the segment's tokens that the policy wrote, in nats; 0 without any. */
    double surprisal() {
        return surprisal;
    }

    private static double surprisal(Trajectory response, int from, float[] logprobs) {
        double sum = 0;
        int count = 0;
        for (int t = from; t < response.length(); t++) {
            if (response.isLearned(t)) {
                sum -= logprobs[t];
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
