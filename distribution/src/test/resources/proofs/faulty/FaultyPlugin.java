package proofs.faulty;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.sampler.SamplingStep;

/** Components that break their contracts, each in one way. */
public final class FaultyPlugin implements Plugin {

    public record Config() {}

    @Override
    public void register(Registry registry) {
        registry.dataset("null-examples", new Config(), NullExamples.class);
        registry.curriculum("null-choice", new Config(), NullChoice.class);
        registry.curriculum("empty-choice", new Config(), EmptyChoice.class);
        registry.schedule("null-params", new Config(), NullParams.class);
        registry.schedule("longer", new Config(), Longer.class);
        registry.sampler("null-groups", new Config(), NullGroups.class);
        registry.reward("linkage", new Config(), Linkage.class);
        registry.reward("null-scores", new Config(), NullScores.class);
        registry.reward("short-scores", new Config(), ShortScores.class);
        registry.filter("null-filter", new Config(), NullFilter.class);
        registry.shaper("short-groups", new Config(), ShortGroups.class);
        registry.optimizer("null-credit", new Config(), NullCredit.class);
        registry.optimizer("matrix-loss", new Config(), MatrixLoss.class);
        registry.creditShaper("throws", new Config(), Throws.class);
    }

    record NullExamples(Config config) implements DatasetReader {
        @Override
        public List<Example> read() {
            return null;
        }
    }

    record NullChoice(Config config) implements Curriculum {
        @Override
        public List<Example> choose(PromptBatch batch) {
            return null;
        }
    }

    record EmptyChoice(Config config) implements Curriculum {
        @Override
        public List<Example> choose(PromptBatch batch) {
            return List.of();
        }
    }

    record NullParams(Config config) implements SamplingSchedule {
        @Override
        public Function<RolloutRequest, SamplingParams> forStep(int step) {
            return request -> null;
        }
    }

    record Longer(Config config) implements SamplingSchedule {
        @Override
        public Function<RolloutRequest, SamplingParams> forStep(int step) {
            return request -> request.params().withMaxTokens(17);
        }
    }

    record NullGroups(Config config) implements Sampler {
        @Override
        public List<Group> sample(SamplingStep step) {
            return null;
        }
    }

    record Linkage(Config config) implements Reward {
        @Override
        public List<Score> score(Group group) {
            throw new NoClassDefFoundError("org/example/Gone");
        }
    }

    record NullScores(Config config) implements Reward {
        @Override
        public List<Score> score(Group group) {
            return null;
        }
    }

    record ShortScores(Config config) implements Reward {
        @Override
        public List<Score> score(Group group) {
            return List.of(Score.of(1));
        }
    }

    record NullFilter(Config config) implements GroupFilter {
        @Override
        public Optional<ScoredGroup> filter(ScoredGroup group) {
            return null;
        }
    }

    record ShortGroups(Config config) implements RewardShaper {
        @Override
        public List<ScoredGroup> shape(List<ScoredGroup> groups) {
            return groups.subList(1, groups.size());
        }
    }

    record NullCredit(Config config) implements PolicyOptimizer {
        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            return null;
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            return batch.tokenMean(batch.logprobs());
        }
    }

    record MatrixLoss(Config config) implements PolicyOptimizer {
        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            return groups.stream()
                    .flatMap(group -> Credit.perTrajectory(group, group.rewards()).stream())
                    .toList();
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            return batch.logprobs().neg();
        }
    }

    record Throws(Config config) implements CreditShaper {
        @Override
        public List<Credit> shape(List<Credit> credits) {
            throw new IllegalArgumentException("out of chalk");
        }
    }
}
