package org.reason4j.core.host.plugin;

import java.util.List;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.track.Tracker;

/**
 * One sort of thing that a plugin can offer. Names are unique within a kind.
 *
 * @param label what messages call it
 * @param contract the extension point that it implements
 */
public record ComponentKind<T>(String label, Class<T> contract) {

    public static final ComponentKind<Reward> REWARD = new ComponentKind<>("reward", Reward.class);
    public static final ComponentKind<RewardShaper> SHAPER = new ComponentKind<>("shaper", RewardShaper.class);
    public static final ComponentKind<PolicyOptimizer> OPTIMIZER =
            new ComponentKind<>("optimizer", PolicyOptimizer.class);
    public static final ComponentKind<CreditShaper> CREDIT_SHAPER =
            new ComponentKind<>("credit shaper", CreditShaper.class);
    public static final ComponentKind<GroupFilter> FILTER = new ComponentKind<>("filter", GroupFilter.class);
    public static final ComponentKind<Environment> ENVIRONMENT = new ComponentKind<>("environment", Environment.class);
    public static final ComponentKind<TextModel> TEXT_MODEL = new ComponentKind<>("text model", TextModel.class);
    public static final ComponentKind<Regularizer> REGULARIZER = new ComponentKind<>("regularizer", Regularizer.class);
    public static final ComponentKind<Sampler> SAMPLER = new ComponentKind<>("sampler", Sampler.class);
    public static final ComponentKind<DatasetReader> DATASET = new ComponentKind<>("dataset", DatasetReader.class);
    public static final ComponentKind<Tracker> TRACKER = new ComponentKind<>("tracker", Tracker.class);

    /** Every kind, in the order of the training loop. */
    public static final List<ComponentKind<?>> ALL = List.of(
            DATASET,
            SAMPLER,
            ENVIRONMENT,
            TEXT_MODEL,
            REWARD,
            FILTER,
            SHAPER,
            OPTIMIZER,
            CREDIT_SHAPER,
            REGULARIZER,
            TRACKER);

    /** Returns the kind of that label. */
    static ComponentKind<?> of(String label) {
        return ALL.stream()
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No kind of component is called '" + label + "'"));
    }

    @Override
    public String toString() {
        return label;
    }
}
