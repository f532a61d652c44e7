package org.reason4j.verifier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.reason4j.verifier.Verification.Component;
import org.reason4j.verifier.Verification.Result;

/**
 * The contract of a built jar. An integration test of a plugin, which runs after packaging, extends it and names the jar:
 *
 * <pre>{@code
 * class PolitenessJarIT extends JarContract {
 *     @Override
 *     protected Path jar() {
 *         return Path.of("target/politeness-1.0.0.jar");
 *     }
 * }
 * }</pre>
 *
 * <p>A test says whether the real loader takes it, and one for each rule whether everything that it offers keeps it.
 */
public abstract class JarContract {

    /** A contract of a jar. */
    protected JarContract() {}

    /** Returns the jar, or a folder with the jar and its libraries. */
    protected abstract Path jar();

    @TestFactory
    final Stream<DynamicNode> theJarLoadsAndKeepsItsRules() {
        return tests(new PluginVerifier(JarContract.class.getClassLoader()).verify(jar()));
    }

    /** A test for the loader, and one for each rule of each component. */
    static Stream<DynamicNode> tests(Verification verification) {
        List<DynamicNode> nodes = new ArrayList<>();
        nodes.add(DynamicTest.dynamicTest("the loader takes " + verification.path(), () -> {
            if (!verification.refusals().isEmpty()) {
                throw new AssertionFailedError(String.join("\n", verification.refusals()));
            }
        }));
        for (Component component : verification.components()) {
            nodes.add(DynamicContainer.dynamicContainer(
                    component.title(), component.results().stream().map(JarContract::test)));
        }
        return nodes.stream();
    }

    private static DynamicTest test(Result result) {
        return DynamicTest.dynamicTest(result.rule(), () -> {
            switch (result.outcome()) {
                case BROKEN -> throw new AssertionFailedError(result.message());
                case NOT_RUN -> throw new TestAbortedException("not run, because " + result.message());
                default -> {} // it holds, or does not apply
            }
        });
    }
}
