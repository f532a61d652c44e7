package org.reason4j.reward.unsupervised.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.reward.unsupervised.control.ShuffledConfig.Scope;

/**
 * Gives every response the reward of another one, drawn by a permutation: what the rewards are stays, which response they
 * belong to does not. A gain that remains is one of the rewards' distribution, not of their truth.
 *
 * <p>The permutation is a function of the seed, the policy's version and the prompts' ids, and does not depend on the order
 * of groups. Rewards on single tokens are added up: the whole of a response's reward moves.
 *
 * @see <a href="https://arxiv.org/abs/2506.10947">Spurious Rewards, whose random reward it refines</a>
 */
public final class Shuffled implements RewardShaper {

    private static final Comparator<ScoredTrajectory> BY_PLACE = Comparator.comparing(
                    (ScoredTrajectory one) -> one.trajectory().prompt().id())
            .thenComparingInt(one -> one.trajectory().sample());

    private final ShuffledConfig config;

    public Shuffled(ShuffledConfig config) {
        this.config = config;
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        Map<ScoredTrajectory, Double> rewards = new IdentityHashMap<>();
        if (config.scope() == Scope.GROUP) {
            groups.forEach(group -> shuffle(group.trajectories(), rewards));
        } else {
            shuffle(
                    groups.stream()
                            .flatMap(group -> group.trajectories().stream())
                            .toList(),
                    rewards);
        }
        return groups.stream()
                .map(group -> group.map(one -> one.withOutcome(rewards.getOrDefault(one, 0.0))
                        .withTokenRewards(new float[one.trajectory().length()])))
                .toList();
    }

    private void shuffle(List<ScoredTrajectory> members, Map<ScoredTrajectory, Double> rewards) {
        if (members.isEmpty()) {
            return;
        }
        List<ScoredTrajectory> places = new ArrayList<>(members);
        places.sort(BY_PLACE);
        double[] moved = places.stream().mapToDouble(ScoredTrajectory::reward).toArray();
        long key = key(places);
        for (int i = moved.length - 1; i > 0; i--) { // Fisher and Yates
            int j = (int) SplitMix64.below(SplitMix64.number(key, i), i + 1L);
            double reward = moved[i];
            moved[i] = moved[j];
            moved[j] = reward;
        }
        for (int i = 0; i < moved.length; i++) {
            rewards.put(places.get(i), moved[i]);
        }
    }

    private long key(List<ScoredTrajectory> places) {
        long key = SplitMix64.key(
                config.seed(), places.get(0).trajectory().policyVersion().orElse(0));
        for (ScoredTrajectory one : places) {
            key = SplitMix64.extend(key, one.trajectory().prompt().id());
        }
        return key;
    }
}
