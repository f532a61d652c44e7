package org.reason4j.api.plugin;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.guard.RunGuard;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.track.Tracker;

/**
 * A kind of component that a plugin can offer. Names are unique within a kind.
 *
 * @param <T> the extension point that it implements
 */
@Provided
@API(status = Status.STABLE, since = "1.0.0")
public final class Kind<T> {

    public static final Kind<DatasetReader> DATASET = new Kind<>("dataset", DatasetReader.class);
    public static final Kind<Curriculum> CURRICULUM = new Kind<>("curriculum", Curriculum.class);
    public static final Kind<Sampler> SAMPLER = new Kind<>("sampler", Sampler.class);
    public static final Kind<SamplingSchedule> SCHEDULE = new Kind<>("schedule", SamplingSchedule.class);
    public static final Kind<Environment> ENVIRONMENT = new Kind<>("environment", Environment.class);
    public static final Kind<RolloutBackend> BACKEND = new Kind<>("backend", RolloutBackend.class);
    public static final Kind<TextModel> TEXT_MODEL = new Kind<>("text model", TextModel.class);
    public static final Kind<Reward> REWARD = new Kind<>("reward", Reward.class);
    public static final Kind<GroupFilter> FILTER = new Kind<>("filter", GroupFilter.class);
    public static final Kind<RewardShaper> SHAPER = new Kind<>("shaper", RewardShaper.class);
    public static final Kind<PolicyOptimizer> OPTIMIZER = new Kind<>("optimizer", PolicyOptimizer.class);
    public static final Kind<CreditShaper> CREDIT_SHAPER = new Kind<>("credit shaper", CreditShaper.class);
    public static final Kind<Regularizer> REGULARIZER = new Kind<>("regularizer", Regularizer.class);
    public static final Kind<RunGuard> GUARD = new Kind<>("guard", RunGuard.class);
    public static final Kind<Tracker> TRACKER = new Kind<>("tracker", Tracker.class);

    private static final List<Kind<?>> ALL = List.of(
            DATASET,
            CURRICULUM,
            SAMPLER,
            SCHEDULE,
            ENVIRONMENT,
            BACKEND,
            TEXT_MODEL,
            REWARD,
            FILTER,
            SHAPER,
            OPTIMIZER,
            CREDIT_SHAPER,
            REGULARIZER,
            GUARD,
            TRACKER);

    private final String label;
    private final Class<T> contract;

    private Kind(String label, Class<T> contract) {
        this.label = label;
        this.contract = contract;
    }

    /** Every kind, in the order of the training loop. */
    public static List<Kind<?>> all() {
        return ALL;
    }

    /** Returns the kind of that label. */
    public static Kind<?> of(String label) {
        return ALL.stream()
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No kind of component is called '" + label + "'"));
    }

    /** Its name in messages, such as {@code credit shaper}. */
    public String label() {
        return label;
    }

    /** The extension point that it implements. */
    public Class<T> contract() {
        return contract;
    }

    @Override
    public String toString() {
        return label;
    }
}
