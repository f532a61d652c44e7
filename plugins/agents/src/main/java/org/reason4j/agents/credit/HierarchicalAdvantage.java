package org.reason4j.agents.credit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.agents.game.Seat;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;

/**
 * Distance from the mean of a set, without a deviation. Roles that act within an episode are compared within it: solvers with those of
 * the same proposal. Other roles are compared across the episodes of one task: proposers with those of the same example. A set of
 * one has the advantage 0.
 *
 * @see <a href="https://github.com/PrimeIntellect-ai/prime-rl">prime-rl, orchestrator/algo/hierarchical_grpo.py</a>
 */
final class HierarchicalAdvantage {

    private HierarchicalAdvantage() {}

    /** Returns the credit of each response, group by group. */
    static List<Credit> of(List<ScoredGroup> groups, List<String> episodeRoles) {
        List<ScoredTrajectory> all =
                groups.stream().flatMap(group -> group.trajectories().stream()).toList();
        Map<List<String>, List<Integer>> sets = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            sets.computeIfAbsent(set(all.get(i).trajectory().prompt(), episodeRoles), any -> new ArrayList<>())
                    .add(i);
        }
        double[] advantages = new double[all.size()];
        for (List<Integer> set : sets.values()) {
            double[] rewards =
                    set.stream().mapToDouble(i -> all.get(i).reward()).toArray();
            boolean equal = Arrays.stream(rewards).distinct().count() == 1;
            double mean = Arrays.stream(rewards).average().orElse(0);
            for (int i = 0; i < rewards.length; i++) {
                advantages[set.get(i)] = equal ? 0 : rewards[i] - mean;
            }
        }
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < advantages.length; i++) {
            credits.add(Credit.constant(all.get(i).trajectory(), advantages[i]));
        }
        return credits;
    }

    private static List<String> set(Prompt prompt, List<String> episodeRoles) {
        String role = prompt.field(Seat.ROLE).orElse("");
        String within = episodeRoles.contains(role) ? Seat.EPISODE : Seat.TASK;
        return List.of(role, within, prompt.field(within).orElse(prompt.id()));
    }
}
