package org.reason4j.reward.unsupervised.selfplay;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.optimizer.Whitening;

/**
 * Whitens the advantages of each kind of task and role by themselves: {@code (A - mean) / deviation} over the learned tokens of
 * those that share the values of some fields, as {@link Whitening} does for all. So an easy role does not set the scale of a
 * hard one.
 *
 * <p>Whitening takes away what an optimizer did to all advantages alike, so it stands well behind {@code reinforce-pp}, which
 * whitens them together: both are Task-Relative REINFORCE++.
 *
 * @see <a href="https://arxiv.org/abs/2505.03335">Absolute Zero, equation 8</a>
 */
public final class TaskRelative implements CreditShaper {

    private final TaskRelativeConfig config;

    public TaskRelative(TaskRelativeConfig config) {
        this.config = config;
    }

    @Override
    public List<Credit> shape(List<Credit> credits) {
        Map<List<String>, List<Credit>> sets = new LinkedHashMap<>();
        for (Credit credit : credits) {
            sets.computeIfAbsent(values(credit.trajectory().prompt()), any -> new ArrayList<>())
                    .add(credit);
        }
        Map<Credit, Credit> whitened = new IdentityHashMap<>();
        for (List<Credit> set : sets.values()) {
            List<Credit> shaped = Whitening.ofCredits(set);
            for (int i = 0; i < set.size(); i++) {
                whitened.put(set.get(i), shaped.get(i));
            }
        }
        return credits.stream()
                .map(credit -> whitened.getOrDefault(credit, credit))
                .toList();
    }

    private List<String> values(Prompt prompt) {
        return config.fields().stream()
                .map(field -> prompt.field(field).orElse(""))
                .toList();
    }
}
