package org.reason4j.core.trainer.components;

import java.util.Optional;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.host.config.Recipe;

/** The recipe's system message, in which {@value #PLACE} stands for what the environment tells the policy about itself. */
public final class SystemMessage {

    private static final String PLACE = "{environment}";

    private SystemMessage() {}

    /**
     * Returns the message; empty if the recipe has none.
     *
     * @throws ConfigException if it has the place, and there is no environment or it tells nothing
     */
    public static Optional<String> of(Recipe recipe, Optional<Environment> environment) {
        return of(recipe.data().system(), environment);
    }

    static Optional<String> of(Optional<String> system, Optional<Environment> environment) {
        return system.map(text -> text.contains(PLACE) ? filled(text, environment) : text);
    }

    private static String filled(String text, Optional<Environment> environment) {
        String instructions = environment.map(Environment::instructions).orElse("");
        ConfigException.check(
                !instructions.isEmpty(),
                "data.system has %s, but %s. Leave it out, or write there yourself how to call the tools.",
                PLACE,
                environment.isEmpty() ? "the recipe has no environment" : "its environment tells nothing about itself");
        return text.replace(PLACE, instructions);
    }
}
