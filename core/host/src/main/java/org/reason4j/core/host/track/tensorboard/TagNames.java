package org.reason4j.core.host.track.tensorboard;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose names the metrics of a step have. A metric without a counterpart keeps its own; {@code docs/reference/trackers.md} has
 * the table, and says where definitions differ.
 */
public enum TagNames {
    /** The names of the metrics' reference. */
    OWN(Map.of(), ""),

    /** Those that TRL's {@code GRPOTrainer} has in TensorBoard, where the Trainer puts {@code train/} before each. */
    TRL(
            Map.ofEntries(
                    Map.entry("reward/mean", "train/reward"),
                    Map.entry("reward/std", "train/reward_std"),
                    Map.entry("reward/frac_zero_std_groups", "train/frac_reward_zero_std"),
                    Map.entry("completions/mean_length", "train/completions/mean_length"),
                    Map.entry("completions/min_length", "train/completions/min_length"),
                    Map.entry("completions/max_length", "train/completions/max_length"),
                    Map.entry("completions/truncated_ratio", "train/completions/clipped_ratio"),
                    Map.entry("policy/loss", "train/loss"),
                    Map.entry("policy/entropy", "train/entropy"),
                    Map.entry("policy/clip_fraction_low", "train/clip_ratio/low_mean"),
                    Map.entry("policy/clip_fraction_high", "train/clip_ratio/high_mean"),
                    Map.entry("regularizer/kl", "train/kl"),
                    Map.entry("update/grad_norm", "train/grad_norm"),
                    Map.entry("update/learning_rate", "train/learning_rate"),
                    Map.entry("mismatch/logprob_diff_mean", "train/sampling/sampling_logp_difference/mean"),
                    Map.entry("mismatch/logprob_diff_max", "train/sampling/sampling_logp_difference/max"),
                    Map.entry("mismatch/ratio_mean", "train/sampling/importance_sampling_ratio/mean"),
                    Map.entry("mismatch/ratio_max", "train/sampling/importance_sampling_ratio/max"),
                    Map.entry("tools/refused", "train/tools/failure_frequency"),
                    Map.entry("time/step", "train/step_time")),
            "train/rewards/"),

    /** Those of verl's trainers. */
    VERL(
            Map.ofEntries(
                    Map.entry("reward/mean", "critic/score/mean"),
                    Map.entry("completions/mean_length", "response_length/mean"),
                    Map.entry("completions/min_length", "response_length/min"),
                    Map.entry("completions/max_length", "response_length/max"),
                    Map.entry("completions/truncated_ratio", "response_length/clip_ratio"),
                    Map.entry("policy/loss", "actor/pg_loss"),
                    Map.entry("policy/entropy", "actor/entropy"),
                    Map.entry("policy/kl_old", "actor/ppo_kl"),
                    Map.entry("policy/clip_fraction_dual", "actor/pg_clipfrac_lower"),
                    Map.entry("regularizer/kl", "actor/kl_loss"),
                    Map.entry("regularizer/kl_coefficient", "actor/kl_coef"),
                    Map.entry("update/grad_norm", "actor/grad_norm"),
                    Map.entry("update/learning_rate", "actor/lr"),
                    Map.entry("critic/loss", "critic/vf_loss"),
                    Map.entry("critic/clip_fraction", "critic/vf_clipfrac"),
                    Map.entry("critic/explained_variance", "critic/vf_explained_var"),
                    Map.entry("critic/value_mean", "critic/values/mean"),
                    Map.entry("critic/return_mean", "critic/returns/mean"),
                    Map.entry("mismatch/kl_k1", "rollout_corr/kl"),
                    Map.entry("mismatch/kl_k3", "rollout_corr/k3_kl"),
                    Map.entry("rollout/turns", "num_turns/mean"),
                    Map.entry("time/rollout", "timing_s/gen"),
                    Map.entry("time/reward", "timing_s/reward"),
                    Map.entry("time/reference", "timing_s/ref"),
                    Map.entry("time/old", "timing_s/old_log_prob"),
                    Map.entry("time/update", "timing_s/update_actor"),
                    Map.entry("time/evaluation", "timing_s/testing"),
                    Map.entry("time/step", "timing_s/step")),
            "");

    private static final Pattern OF_A_REWARD = Pattern.compile("reward/(.+)/(mean|std)");

    private final Map<String, String> names;
    private final String rewards; // before the key of one reward; empty where those keep their names

    TagNames(Map<String, String> names, String rewards) {
        this.names = names;
        this.rewards = rewards;
    }

    /** Number of metrics with another name, without those of single rewards. */
    int size() {
        return names.size();
    }

    /** Name of a metric. */
    String of(String metric) {
        Matcher reward = OF_A_REWARD.matcher(metric);
        if (!rewards.isEmpty() && reward.matches()) {
            return rewards + reward.group(1) + "/" + reward.group(2);
        }
        return names.getOrDefault(metric, metric);
    }

    /** The metrics under their names here. A metric that has another's name by itself gives way to it. */
    Map<String, Double> of(Map<String, Double> metrics) {
        Map<String, Double> renamed = new TreeMap<>();
        metrics.forEach((metric, value) -> {
            String name = of(metric);
            if (name.equals(metric)) {
                renamed.putIfAbsent(name, value);
            } else {
                renamed.put(name, value);
            }
        });
        return renamed;
    }
}
