package ${package};

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.random.SplitMix64;

/**
 * Puts other examples in the place of those that the policy has mastered: whose responses had a mean reward of at least
 * the threshold when they were last tried. Where all are mastered, the recipe's order stands.
 */
public final class ${className} implements Curriculum, Stateful {

    private final ${className}Config config;
    private final Set<String> mastered = new TreeSet<>();

    public ${className}(${className}Config config) {
        this.config = config;
    }

    @Override
    public List<Example> choose(PromptBatch batch) {
        List<Example> chosen = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Example example : batch.inOrder()) {
            if (!mastered.contains(example.id()) && ids.add(example.id())) {
                chosen.add(example);
            }
        }
        List<Example> pool = batch.pool();
        long start = SplitMix64.below(SplitMix64.key(batch.seed(), batch.number()), pool.size());
        for (int i = 0; i < pool.size() && chosen.size() < batch.size(); i++) {
            Example example = pool.get((int) ((start + i) % pool.size()));
            if (!mastered.contains(example.id()) && ids.add(example.id())) {
                chosen.add(example);
            }
        }
        return chosen.isEmpty() ? batch.inOrder() : chosen;
    }

    @Override
    public void scored(int step, List<ScoredGroup> groups) {
        for (ScoredGroup group : groups) {
            double mean = group.trajectories().stream()
                    .mapToDouble(ScoredTrajectory::reward)
                    .average()
                    .orElse(Double.NEGATIVE_INFINITY);
            if (mean >= config.threshold()) {
                mastered.add(group.prompt().id());
            } else {
                mastered.remove(group.prompt().id());
            }
        }
    }

    @Override
    public Map<String, Object> state() {
        return Map.of("mastered", List.copyOf(mastered));
    }

    @Override
    public void restore(Map<String, Object> state) {
        mastered.clear();
        if (state.get("mastered") instanceof List<?> ids) {
            ids.forEach(id -> mastered.add(String.valueOf(id)));
        }
    }
}
