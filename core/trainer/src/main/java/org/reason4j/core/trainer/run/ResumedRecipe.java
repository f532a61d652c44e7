package org.reason4j.core.trainer.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.config.LearnerTerm;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resumed run goes on with the recipe it began with; only what no weight depends on may change. The number of steps is
 * among that as long as the learning rate doesn't depend on it. A placeholder's value has to be the same, too, except
 * where the setting's name says that it is a credential, because keys are renewed.
 */
final class ResumedRecipe {

    private static final Logger LOG = LoggerFactory.getLogger(ResumedRecipe.class);
    private static final List<String> FREE = List.of("checkpoints", "trackers", "evaluation", "coach");
    private static final Pattern CREDENTIAL = Pattern.compile(
            "(?i)((api|access|secret|private)key|(api|access|auth|bearer|hf)token|secret|password|passphrase|credentials?"
                    + "|authorization)$");

    private static final Pattern OF_LEARNER = Pattern.compile("learners\\[(\\d{1,4})]\\.recipe\\.(.*)");

    private final ResolvedRecipe began;
    private final ResolvedRecipe now;

    private ResumedRecipe(ResolvedRecipe began, ResolvedRecipe now) {
        this.began = began;
        this.now = now;
    }

    static void requireSame(Path written, ResolvedRecipe now) {
        ResolvedRecipe began = RecipeReader.read(written, now.variables().environment(), List.of());
        List<String> changed = new ResumedRecipe(began, now).changed();
        ConfigException.check(
                changed.isEmpty(),
                "The run of %s began with another recipe:%n  %s%nResume with the settings it began with, or start a new run"
                        + " with another --output.",
                written.toAbsolutePath(),
                String.join(System.lineSeparator() + "  ", changed));
    }

    /** Describes every setting that may not change and did. */
    private List<String> changed() {
        Map<String, String> before = began.values();
        Map<String, String> after = now.values();
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<String> changed = new ArrayList<>();
        for (String key : keys) {
            String was = before.getOrDefault(key, "");
            String is = after.getOrDefault(key, "");
            if (isFree(key)) {
                continue;
            }
            List<String> variables = began.variables().changed(key);
            if (!was.equals(is)) {
                changed.add(key + ": was " + shown(began, key, was) + ", now " + shown(now, key, is)
                        + (key.endsWith("training.steps") ? ", and training.schedule depends on it" : ""));
            } else if (!variables.isEmpty() && isCredential(key)) {
                LOG.warn("{} has another value than when the run began: {} has changed", key, variables);
            } else if (!variables.isEmpty()) {
                changed.add(key + ": the value of " + String.join(" and ", variables) + " has changed");
            }
        }
        return changed;
    }

    /** A value where both recipes write it out; else the placeholder that stands for it, or none of it. */
    private String shown(ResolvedRecipe recipe, String key, String value) {
        Optional<String> template = recipe.variables().template(key);
        boolean hidden = began.variables().template(key).isPresent()
                || now.variables().template(key).isPresent();
        return template.map(text -> "'" + text + "'")
                .orElse(hidden ? "a value without a placeholder" : "'" + value + "'");
    }

    /** True if the end of a setting's name says that it lets somebody in, such as {@code apiKey}; {@code stopToken} does not. */
    private static boolean isCredential(String path) {
        String name = ConfigPath.parse(path).stream()
                .filter(String.class::isInstance)
                .reduce("", (before, step) -> step)
                .toString();
        return CREDENTIAL.matcher(name.replaceAll("[-_]", "")).find();
    }

    /** True for sections and settings that may change, also within the recipe of a learner. */
    private boolean isFree(String key) {
        Matcher nested = OF_LEARNER.matcher(key);
        List<LearnerTerm> learners = began.recipe().learners();
        if (nested.matches() && Integer.parseInt(nested.group(1)) < learners.size()) {
            LearnerTerm learner = learners.get(Integer.parseInt(nested.group(1)));
            return isFree(nested.group(2), learner.recipe().training());
        }
        return isFree(key, began.recipe().training());
    }

    private static boolean isFree(String key, Training training) {
        return FREE.contains(key.split("[.\\[]", 2)[0])
                || key.equals("training.steps") && training.schedule().equals("constant");
    }
}
