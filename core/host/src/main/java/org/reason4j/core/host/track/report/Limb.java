package org.reason4j.core.host.track.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.host.track.Credits;

/**
 * A response as a limb of its group's tree: what it wrote by itself, after what it shares with another.
 *
 * @param sample its index among those to the prompt
 * @param parent the sample that it left; {@link #PROMPT} for one that began at the prompt, or whose parent has no score
 * @param reward its composed reward
 * @param instead the token in whose place it wrote another one; empty without a parent
 * @param surprisal how little the policy expected that token, {@code -log p} in nats; 0 without a parent
 * @param reason why it forked there, as its sampler says it; empty if it does not
 * @param pieces what it wrote, cut where others left it
 */
public record Limb(
        int sample, int parent, double reward, String instead, double surprisal, String reason, List<Piece> pieces) {

    /** The parent of limbs that begin at the prompt. */
    public static final int PROMPT = -1;

    private static final int LONGEST_TEXT = 300;

    public Limb {
        reason = Objects.requireNonNullElse(reason, ""); // absent from samples of a run that another version began
        pieces = List.copyOf(pieces);
    }

    /** Its first token: the number of tokens that it shares. */
    int start() {
        return pieces.get(0).from();
    }

    /**
     * Tokens between two forks.
     *
     * @param from the first of them
     * @param to the one after the last
     * @param advantage their mean advantage; 0 where nothing is learned
     * @param text what they say; long ones are cut
     */
    public record Piece(int from, int to, double advantage, String text) {}

    /** The limbs of a group in the order of its samples; none if no response branches off from another. */
    static List<Limb> of(ScoredGroup group, Credits credits, Tokenizer tokenizer) {
        Map<Integer, Trajectory> responses = new HashMap<>();
        Map<Integer, TreeSet<Integer>> cuts = new HashMap<>();
        for (ScoredTrajectory scored : group.trajectories()) {
            Trajectory response = scored.trajectory();
            responses.put(response.sample(), response);
            cuts.put(response.sample(), new TreeSet<>(List.of(from(response))));
        }
        boolean branches = false;
        for (Trajectory response : responses.values()) {
            branches |= response.branch().isPresent();
            response.branch()
                    .filter(branch -> responses.containsKey(branch.parent()))
                    .filter(branch -> branch.at() > from(parent(responses, branch)))
                    .ifPresent(branch ->
                            cuts.getOrDefault(branch.parent(), new TreeSet<>()).add(branch.at()));
        }
        if (!branches) {
            return List.of();
        }
        return group.trajectories().stream()
                .map(scored -> limb(scored, responses, cuts, credits, tokenizer))
                .toList();
    }

    private static int from(Trajectory response) {
        return Math.min(response.branch().map(Branch::at).orElse(0), response.length());
    }

    private static Trajectory parent(Map<Integer, Trajectory> responses, Branch branch) {
        Trajectory parent = responses.get(branch.parent());
        if (parent == null) {
            throw new IllegalStateException("sample " + branch.parent() + " is not in its group");
        }
        return parent;
    }

    private static Limb limb(
            ScoredTrajectory scored,
            Map<Integer, Trajectory> responses,
            Map<Integer, TreeSet<Integer>> cuts,
            Credits credits,
            Tokenizer tokenizer) {
        Trajectory response = scored.trajectory();
        Optional<Branch> branch = response.branch()
                .filter(named -> named.at() > 0)
                .filter(named -> responses.containsKey(named.parent()))
                .filter(named -> named.at() < parent(responses, named).length());
        List<Piece> pieces = new ArrayList<>();
        TreeSet<Integer> own = cuts.getOrDefault(response.sample(), new TreeSet<>());
        for (int from : own) {
            Integer next = own.higher(from);
            pieces.add(piece(response, from, next == null ? response.length() : next, credits, tokenizer));
        }
        return new Limb(
                response.sample(),
                branch.map(Branch::parent).orElse(PROMPT),
                scored.reward(),
                branch.map(named -> text(parent(responses, named), named.at(), named.at() + 1, tokenizer))
                        .orElse(""),
                branch.map(named -> surprisal(parent(responses, named), named.at()))
                        .orElse(0.0),
                branch.map(Branch::reason).orElse(""),
                pieces);
    }

    private static double surprisal(Trajectory parent, int at) {
        return parent.find(TokenStream.BEHAVIOUR_LOGPROBS)
                .map(logprobs -> -logprobs[at])
                .orElse(0f);
    }

    private static Piece piece(Trajectory response, int from, int to, Credits credits, Tokenizer tokenizer) {
        double sum = 0;
        Optional<Credit> credit = credits.of(response);
        for (int t = from; t < to; t++) {
            sum += credit.isPresent() && response.isLearned(t) ? credit.get().advantage(t) : 0;
        }
        return new Piece(from, to, to > from ? sum / (to - from) : 0, text(response, from, to, tokenizer));
    }

    private static String text(Trajectory response, int from, int to, Tokenizer tokenizer) {
        String text = tokenizer.decode(Arrays.copyOfRange(response.response(), from, to), false);
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
    }
}
