package org.reason4j.product.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.reason4j.product.cluster.ClusterArithmetic.Model;

/** The tables on paper of docs/how-to/run-on-a-cluster.md; {@code -Dreason4j.updateDocs=true} writes them. */
class ClusterPageTest {

    private static final Path PAGE = Path.of("../docs/how-to/run-on-a-cluster.md");

    @Test
    void thePageHasTheTablesOfTheArithmetic() throws IOException {
        String page = Files.readString(PAGE);
        String expected = with(page, "bytes", ClusterArithmetic.bytes());
        expected = with(expected, "memory", ClusterArithmetic.memory());
        expected = with(expected, "seconds", ClusterArithmetic.seconds());
        if (Boolean.getBoolean("reason4j.updateDocs")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("run this test with -Dreason4j.updateDocs=true")
                .isEqualTo(expected);
    }

    @Test
    void theArithmeticIsThatOfAPencil() {
        Model half = Model.ALL.get(0);
        // per layer 64 (2 (896 + 896) + 2 (896 + 128) + 3 (896 + 4864)) = 64 * 22912 = 1 466 368, in 24 layers 35.19
        // million
        assertThat(half.adapter()).isEqualTo(35_192_832);
        // 512 * 1256 = 643 072 tokens, twice 0.494e9 operations each, 1e12 a second: 635.4 s; by 4 workers 158.8 s
        assertThat(ClusterArithmetic.rolloutSeconds(half, 4)).isCloseTo(158.84, within(0.01));
        // 8 instead of 2: 2541.4 s by one worker, 39.71 s by 64; and 64 * 4 * 35.19e6 bytes at 0.875e9 a second are
        // 10.30 s
        assertThat(ClusterArithmetic.gradientSeconds(half, 64)).isCloseTo(39.71 + 10.30, within(0.01));
        // 8 * 35.19e6 / 0.875e9
        assertThat(ClusterArithmetic.publishSeconds(half)).isCloseTo(0.3218, within(1e-4));
        Model seven = Model.ALL.get(2);
        assertThat(ClusterArithmetic.adapterMillions(seven)).isCloseTo(161.5, within(0.05));
        // too large to send: the driver's own passes, 643 072 * 6 * 7.616e9 / 1e12 = 29 386 s, with 1 worker or 64
        assertThat(ClusterArithmetic.gradientSeconds(seven, 64)).isCloseTo(29_386, within(1.0));
    }

    private static String with(String page, String name, String table) {
        String begin = "<!-- " + name + " -->\n";
        int from = page.indexOf(begin);
        assertThat(from).as("the page has a place for " + name).isNotNegative();
        int to = page.indexOf("<!-- end -->", from);
        return page.substring(0, from + begin.length()) + table + page.substring(to);
    }
}
