package org.reason4j.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ApiVersionTest {

    /** The version of the module is the second one of its POM: the first is the parent's. */
    @Test
    void theVersionAtRunTimeIsThatOfThePom() throws IOException {
        Matcher version = Pattern.compile("<artifactId>reason4j-api</artifactId>\\s*<version>(.*?)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(ApiVersion.current()).isEqualTo(version.group(1)).matches("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?");
    }
}
