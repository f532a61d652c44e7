package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.reason4j.verifier.JarContract;

/** A plugin's integration test as its author writes it, of a jar of the product. */
class JarContractIT extends JarContract {

    @Override
    protected Path jar() {
        try (Stream<Path> plugins = Files.list(Path.of("target/reason4j/plugins"))) {
            List<Path> jars = plugins.filter(
                            file -> file.getFileName().toString().startsWith("regularizer-kl-"))
                    .toList();
            assertThat(jars).hasSize(1);
            return jars.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
