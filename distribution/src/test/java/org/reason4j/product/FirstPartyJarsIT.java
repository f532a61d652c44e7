package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reason4j.verifier.PluginVerifier;
import org.reason4j.verifier.Verification;
import org.reason4j.verifier.Verification.Outcome;

/** The jars of the product's {@code plugins/}, by the real loader, against the rules of all that they offer. */
class FirstPartyJarsIT {

    private static final Path PLUGINS = Path.of("target/reason4j/plugins").toAbsolutePath();

    @TestFactory
    Stream<DynamicTest> everyJarIsSound() throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(PLUGINS)) {
            jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
        assertThat(jars).hasSizeGreaterThanOrEqualTo(13);
        PluginVerifier verifier = new PluginVerifier(FirstPartyJarsIT.class.getClassLoader());
        return jars.stream()
                .map(jar -> DynamicTest.dynamicTest(jar.getFileName().toString(), () -> {
                    Verification verification = verifier.verify(jar);
                    assertThat(verification.refusals()).isEmpty();
                    assertThat(verification.components())
                            .isNotEmpty()
                            .allSatisfy(component -> assertThat(component.of(Outcome.BROKEN))
                                    .as(component.title())
                                    .isEmpty());
                }));
    }
}
