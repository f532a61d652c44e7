package org.reason4j.verifier;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was found about a built plugin.
 *
 * @param path its jar or folder
 * @param id of the plugin, where its descriptor could be read
 * @param version of the plugin, likewise
 * @param refusals why the loader refuses it; none if it loads
 * @param components what it offers, each with its default settings and with each preset
 */
public record Verification(
        Path path, Optional<String> id, Optional<String> version, List<String> refusals, List<Component> components) {

    public Verification {
        refusals = List.copyOf(refusals);
        components = List.copyOf(components);
    }

    /** True if it loads and no rule is broken. */
    public boolean isSound() {
        return refusals.isEmpty()
                && components.stream()
                        .allMatch(component -> component.of(Outcome.BROKEN).isEmpty());
    }

    /**
     * A component with certain settings.
     *
     * @param kind its kind
     * @param name its name in recipes
     * @param preset name of the preset; empty for its default settings
     * @param results of the rules of its kind, in their order
     */
    public record Component(String kind, String name, String preset, List<Result> results) {

        public Component {
            results = List.copyOf(results);
        }

        /** Results with that outcome. */
        public List<Result> of(Outcome outcome) {
            return results.stream()
                    .filter(result -> result.outcome() == outcome)
                    .toList();
        }

        /** What it is in messages, such as {@code reward gsm8k, preset strict}. */
        public String title() {
            return kind + " " + name + (preset.isEmpty() ? "" : ", preset " + preset);
        }
    }

    /** What became of a rule. */
    public enum Outcome {
        /** It holds. */
        HOLDS,
        /** It is broken. */
        BROKEN,
        /** It needs inputs that only the plugin's author has. */
        NOT_RUN,
        /** It is about something that the component does not have or do. */
        DOES_NOT_APPLY
    }

    /**
     * Result of one rule.
     *
     * @param rule its name
     * @param outcome what became of it
     * @param message what is broken, or why it was not run; empty if it holds
     */
    public record Result(String rule, Outcome outcome, String message) {}
}
