package org.reason4j.testkit.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.Kind;

/** Holds {@code docs/reference/testkit.md} to the rules. */
class TestkitPageTest {

    private static final Path PAGE = Path.of("../../docs/reference/testkit.md");

    @Test
    void everyRuleOfEveryKindStandsOnThePageAsItIs() throws IOException {
        StringBuilder expected = new StringBuilder();
        append(expected, "settings", Rules.ofSettings());
        for (Kind<?> kind : Kind.all()) {
            append(expected, kind.label(), Rules.of(kind));
        }
        String page = Files.readString(PAGE);
        assertThat(page.substring(page.indexOf("## Rules of settings")))
                .isEqualTo(expected.toString().stripTrailing() + "\n");
    }

    private static void append(StringBuilder page, String kind, List<? extends Rule<?>> rules) {
        page.append("## Rules of ")
                .append(kind.equals("settings") ? kind : "the kind " + kind)
                .append("\n\n| Rule | What it checks |\n|---|---|\n");
        rules.forEach(rule -> page.append("| ")
                .append(rule.name())
                .append(" | ")
                .append(rule.text())
                .append(" |\n"));
        page.append('\n');
    }
}
