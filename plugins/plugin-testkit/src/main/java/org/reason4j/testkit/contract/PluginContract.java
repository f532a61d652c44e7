package org.reason4j.testkit.contract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.testkit.rule.Rules;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;
import org.reason4j.testkit.subject.Services;
import org.reason4j.testkit.subject.Subject;

/** Runs the rules on every component that a plugin offers, with its default settings and with each preset. */
public abstract class PluginContract {

    private final Plugin plugin;

    @TempDir
    Path directory;

    /** The contract of everything that a plugin offers. */
    protected PluginContract(Plugin plugin) {
        this.plugin = plugin;
    }

    /**
     * Returns the inputs of the rules for a component.
     *
     * @param settings the default settings, or a preset
     */
    protected Materials materials(Offered<?> component, Record settings) {
        return Materials.standard();
    }

    /** Returns the services that a component's constructor may ask for. */
    protected Services services(Offered<?> component, Services standard) {
        return standard;
    }

    /** Returns the settings of a component that is tried, in place of its defaults: where they lack what has no default. */
    protected Record settings(Offered<?> component) {
        return component.defaults();
    }

    @TestFactory
    final Stream<DynamicNode> everyRuleHoldsForEverythingThatIsOffered() {
        return Offered.by(plugin).stream().flatMap(this::containers);
    }

    private <T> Stream<DynamicNode> containers(Offered<T> component) {
        List<DynamicNode> containers = new ArrayList<>();
        component.settings().forEach((preset, settings) -> {
            Record tried = preset.isEmpty() ? settings(component) : settings;
            containers.add(DynamicContainer.dynamicContainer(
                    component + (preset.isEmpty() ? "" : ", preset '" + preset + "'"), tests(component, tried)));
        });
        return containers.stream();
    }

    private <T> Stream<DynamicNode> tests(Offered<T> component, Record settings) {
        Subject<T> subject = component.subject(
                settings, services(component, Services.standard(directory)), materials(component, settings));
        Subject<Record> tried = Subject.of("the settings of " + subject, () -> settings, subject.materials());
        return Stream.concat(
                Rules.ofSettings().stream().map(rule -> Contract.test(rule, tried)),
                Rules.of(component.kind()).stream().map(rule -> Contract.test(rule, subject)));
    }
}
