package org.reason4j.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.Kind;

/** Holds {@code docs/explanation/the-api.md} to the API. */
class ApiPageTest {

    private static final Path PAGE = Path.of("../docs/explanation/the-api.md");
    private static final Pattern LISTING = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public (?:final class|record) (\\w+)");

    @TempDir
    Path sources;

    @Test
    void everyListingCompiles() throws IOException {
        List<String> listings = LISTING.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        List<Path> files = new ArrayList<>();
        for (String listing : listings) {
            Matcher name = CLASS.matcher(listing);
            assertThat(name.find()).as(listing).isTrue();
            files.add(Files.writeString(sources.resolve(name.group(1) + ".java"), listing));
        }
        Javac.compile(files, System.getProperty("java.class.path"), sources);
        assertThat(files).hasSizeGreaterThan(10);
    }

    @Test
    void everyKindOfComponentHasAListing() throws IOException {
        String page = Files.readString(PAGE);
        List<String> kinds =
                Kind.all().stream().map(kind -> kind.contract().getSimpleName()).toList();
        assertThat(kinds)
                .hasSizeGreaterThan(12)
                .allSatisfy(kind -> assertThat(page).contains("implements " + kind));
    }

    @Test
    void everyRequirementIsListed() throws IOException {
        String page = Files.readString(PAGE);
        List<String> declared = Pattern.compile("public (?:static )?Requirements (\\w+)\\(")
                .matcher(Files.readString(Path.of("src/main/java/org/reason4j/api/data/Requirements.java")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(name -> !name.equals("and"))
                .toList();
        assertThat(declared)
                .hasSizeGreaterThan(4)
                .allSatisfy(name -> assertThat(page).containsPattern("`" + name + "[(`]"));
    }
}
