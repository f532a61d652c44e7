package org.reason4j.core.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RecipeReferenceTest {

    private static final Path PAGE = Path.of("../../docs/reference/recipe.md");

    @Test
    void theReferencePageSaysWhatTheRecordsSay() throws IOException {
        String expected = RecipeReference.page();
        if (Boolean.getBoolean("reason4j.updateDocs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/reference/recipe.md is not what the records say; write it again with "
                        + "mvn -pl core/host -am test -Dtest=RecipeReferenceTest -Dsurefire.failIfNoSpecifiedTests=false "
                        + "-Dreason4j.updateDocs=true")
                .isEqualTo(expected);
    }
}
