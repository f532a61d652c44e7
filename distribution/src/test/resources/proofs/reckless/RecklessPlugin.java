package proofs.reckless;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.reward.RewardShaper;

/** Components that exhaust what they are given, and numbers that fit nowhere. */
public final class RecklessPlugin implements Plugin {

    public record Config() {}

    @Override
    public void register(Registry registry) {
        registry.reward("exhausted", new Config(), Exhausted.class);
        registry.reward("deep", new Config(), Deep.class);
        registry.reward("mute", new Config(), Mute.class);
        registry.reward("away", new Config(), Away.class);
        registry.reward("huge", new Config(), Huge.class);
        registry.reward("stillborn", new Config(), Stillborn.class);
        registry.shaper("infinite", new Config(), Infinite.class);
        registry.regularizer("no-number", new Config(), NoNumber.class);
        registry.optimizer("overflow", new Config(), Overflow.class);
    }

    /** An exception that has nothing to say about itself. */
    static final class Speechless extends RuntimeException {
        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("no comment");
        }

        @Override
        public String toString() {
            throw new UnsupportedOperationException("no comment");
        }
    }

    /** True for one prompt in four. */
    private static boolean hits(Group group) {
        return Integer.parseInt(group.prompt().id().replace("pair-", "")) % 4 == 0;
    }

    private static List<Score> ones(Group group) {
        return Reward.perTrajectory(group, any -> Score.of(1));
    }

    record Exhausted(Config config) implements Reward {
        @Override
        public List<Score> score(Group group) {
            return hits(group) ? List.of(Score.of(new long[Integer.MAX_VALUE - 8].length)) : ones(group);
        }
    }

    record Deep(Config config) implements Reward {
        @Override
        public List<Score> score(Group group) {
            return hits(group) ? score(group).subList(0, 1) : ones(group);
        }
    }

    record Mute(Config config) implements Reward {
        @Override
        public List<Score> score(Group group) {
            if (hits(group)) {
                throw new Speechless();
            }
            return ones(group);
        }
    }

    record Away(Config config) implements Reward {
        @Override
        public List<Score> score(Group group) throws IOException {
            throw new IOException("connection refused");
        }
    }

    record Huge(Config config) implements Reward {
        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, one -> Score.of(one.sample() % 2 == 0 ? 1e308 : -1e308));
        }
    }

    record Stillborn(Config config) implements Reward {
        public Stillborn {
            throw new Speechless();
        }

        @Override
        public List<Score> score(Group group) {
            return ones(group);
        }
    }

    record Infinite(Config config) implements RewardShaper {
        @Override
        public List<ScoredGroup> shape(List<ScoredGroup> groups) {
            return groups.stream()
                    .map(group -> group.map(one -> one.withOutcome(1 / 0.0)))
                    .toList();
        }
    }

    record NoNumber(Config config) implements Regularizer {
        @Override
        public List<ScoredGroup> shape(List<ScoredGroup> groups) {
            return groups.stream()
                    .map(group -> group.map(one -> one.withOutcome(0 / 0.0)))
                    .toList();
        }
    }

    record Overflow(Config config) implements PolicyOptimizer {
        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            return groups.stream()
                    .flatMap(group -> Credit.perTrajectory(group, new double[] {1e300, 0, 0, 0}).stream())
                    .toList();
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            return batch.tokenMean(batch.logprobs());
        }
    }
}
