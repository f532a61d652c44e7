package org.reason4j.cli.plugins;

import java.nio.file.Path;
import java.util.Optional;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.plugin.lock.RecipeLock;
import picocli.CommandLine.Option;

/** Whether a recipe may only run on what its lock says: use it as a {@code @Mixin}. */
public final class LockOptions {

    @Option(
            names = "--locked",
            description = "Run only on the versions that the recipe's lock file says; 'plugins lock' writes it.")
    private boolean locked;

    @Option(
            names = "--lock-file",
            paramLabel = "FILE",
            description = "The lock file, where it is not RECIPE.lock.json beside the recipe; implies --locked.")
    private Optional<Path> file = Optional.empty();

    /** True if the user insists on a lock. */
    public boolean isLocked() {
        return locked || file.isPresent();
    }

    /**
     * Checks what is loaded against the lock, where the user insists on it.
     *
     * @param source file of the recipe
     * @throws org.reason4j.api.plugin.ConfigException with every difference
     */
    public void require(Path source, Recipe recipe, PluginRegistry registry) {
        if (isLocked()) {
            Path from = file.orElseGet(() -> RecipeLock.beside(source));
            RecipeLock.read(from).requireSame(RecipeLock.of(recipe, registry), from);
        }
    }
}
