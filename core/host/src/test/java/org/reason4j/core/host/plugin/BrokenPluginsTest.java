package org.reason4j.core.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.ApiVersion;

/** Broken plugins and what is said about each; the reference page shows the same table. */
class BrokenPluginsTest {

    private static final Path PAGE = Path.of("../../docs/reference/plugins.md");
    private static final String BEGIN = "<!-- The tables below are written by BrokenPluginsTest. -->\n";
    private static final String END = "<!-- The tables above are written by BrokenPluginsTest. -->\n";

    @TempDir
    Path scratch;

    @Test
    void eachIsRefusedWithWhatIsWrongAndTheCureAsTheReferencePageShows() throws IOException {
        Map<String, List<Broken>> tables = new LinkedHashMap<>();
        tables.put("Files", BrokenFiles.files());
        tables.put("Contents of jars", BrokenFiles.contents());
        tables.put("Descriptors", BrokenFiles.descriptors());
        tables.put("Service files", BrokenFiles.serviceFiles());
        tables.put("Code that can't be loaded", BrokenCode.loading());
        tables.put("Registrations", BrokenCode.registering());
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, List<Broken>> table : tables.entrySet()) {
            text.append("\n### ")
                    .append(table.getKey())
                    .append("\n\n| What is wrong | What reason4j says |\n|---|---|\n");
            for (Broken broken : table.getValue()) {
                text.append("| ")
                        .append(broken.what())
                        .append(" | ")
                        .append(said(broken))
                        .append(" |\n");
            }
        }
        text.append("\n");
        if (Boolean.getBoolean("reason4j.updateDocs")) {
            String page = Files.readString(PAGE);
            int after = page.indexOf(BEGIN) + BEGIN.length();
            Files.writeString(PAGE, page.substring(0, after) + text + page.substring(page.indexOf(END)));
        }
        assertThat(tables.values().stream().mapToInt(List::size).sum()).isGreaterThanOrEqualTo(40);
        assertThat(Files.readString(PAGE).split(BEGIN)[1].split(END)[0])
                .as(
                        "docs/reference/plugins.md does not show what is said; look at the difference and write it again with"
                                + " -Dreason4j.updateDocs=true")
                .isEqualTo(text.toString());
    }

    private String said(Broken broken) throws IOException {
        Path plugins = Files.createTempDirectory(scratch, "plugins");
        broken.maker().make(new Broken.Place(scratch, plugins));
        List<String> messages = Broken.said(plugins);
        assertThat(messages).as(broken.what()).isNotEmpty();
        String all = String.join("\n", messages);
        assertThat(all).as(broken.what()).contains(broken.said()).matches("(?s).*\\.");
        return cell(all.replace(plugins.toRealPath().toString(), "plugins"));
    }

    /** Text of a table's cell that is the same on every Java and for every version of the API. */
    private static String cell(String text) {
        int java = Runtime.version().feature();
        String same = text.replace("is Java " + java, "is Java 17")
                .replace("--release " + java, "--release 17")
                .replace(ApiVersion.current() + ".", "1.0.0.")
                .replace("for " + ApiVersion.current(), "for 1.0.0")
                .replaceAll("\\((?:zip|invalid)[^()]*(?:\\([^()]*\\))?\\)", "(reason)");
        return Stream.of(same.split("\n", -1))
                .map(line -> line.strip().replaceFirst("^- ", "• "))
                .reduce((one, other) -> one + "<br>" + other)
                .orElseThrow()
                .replace("|", "\\|");
    }
}
