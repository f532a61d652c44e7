package org.reason4j.core.trainer.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.host.config.LearnerTerm;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.plugin.lock.RecipeLock;
import org.reason4j.core.host.plugin.lock.UsedPlugin;
import org.reason4j.core.host.track.RunFacts;

/** A run in words, for its trackers. */
final class RunDescription {

    private RunDescription() {}

    static RunFacts of(RunPlan plan, Policy policy, Precision precision) {
        Recipe recipe = plan.recipe();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("optimizer", recipe.optimizer().name());
        RecipeLock lock = RecipeLock.of(recipe, plan.plugins());
        details.put("reason4j", lock.reason4j() + ", API " + lock.api());
        details.put("plugins", named(lock.plugins()));
        details.put("precision", precision.inWords());
        details.put("trainable parameters", String.format(Locale.ROOT, "%,d", policy.trainableParameters()));
        Map<String, String> related = new LinkedHashMap<>();
        plan.stage().ifPresent(stage -> related.putAll(stage.reports()));
        for (LearnerTerm learner : recipe.learners()) {
            related.put(learner.key(), LearnerRuns.DIRECTORY + "/" + learner.key() + "/report.html");
        }
        ModelConfig config = policy.model().config();
        String model = String.format(
                Locale.ROOT,
                "%s, %d layers, %,d parameters",
                config.modelType(),
                config.layers(),
                policy.model().parameters());
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, Java " + System.getProperty("java.version");
        return new RunFacts(plan.name(), recipe.seed(), model, machine, details, related);
    }

    private static String named(List<UsedPlugin> used) {
        return used.isEmpty()
                ? "none"
                : used.stream()
                        .map(plugin -> plugin.id() + " " + plugin.version())
                        .collect(Collectors.joining(", "));
    }
}
