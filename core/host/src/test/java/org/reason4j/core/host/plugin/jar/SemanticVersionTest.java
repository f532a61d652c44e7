package org.reason4j.core.host.plugin.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {

    @Test
    void versionsAreOrderedAsInSectionElevenOfTheSpecification() {
        List<String> ordered = List.of(
                "0.9.9",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.1",
                "1.9.0",
                "1.10.0",
                "2.0.0");
        assertThat(ordered.stream().map(SemanticVersionTest::version).sorted().map(SemanticVersion::toString))
                .isEqualTo(ordered);
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = 0; j < ordered.size(); j++) {
                assertThat(Integer.signum(version(ordered.get(i)).compareTo(version(ordered.get(j)))))
                        .as(ordered.get(i) + " and " + ordered.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void theBuildIsOfNoAccount() {
        assertThat(version("1.0.0+linux").compareTo(version("1.0.0+5"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.3",
                "0.0.0",
                "10.20.30",
                "1.0.0-0a",
                "1.0.0-rc.1",
                "1.0.0-x.7.z.92",
                "1.0.0--",
                "1.0.0+build.01",
                "1.0.0-SNAPSHOT",
                "1.0.0-rc.1-SNAPSHOT+3f"
            })
    void aVersionIsWrittenAsItWasRead(String text) {
        assertThat(version(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2",
                "1.2.3.4",
                "01.2.3",
                "1.2.03",
                "1.2.3-",
                "1.2.3-01",
                "1.2.3-a..b",
                "1.2.3+",
                "v1.2.3",
                " 1.2.3",
                "1.2.x",
                "1.2.3-ä",
                "-1.2.3",
                "99999999999999999999.0.0"
            })
    void anythingElseIsNoVersion(String text) {
        assertThat(SemanticVersion.parse(text)).isEmpty();
    }

    @Test
    void aSnapshotIsTheVersionItLeadsTo() {
        assertThat(Stream.of("1.1.0-SNAPSHOT", "1.1.0-rc.2-SNAPSHOT", "1.1.0-rc.1", "1.1.0")
                        .map(text -> version(text).withoutSnapshot().toString()))
                .containsExactly("1.1.0", "1.1.0-rc.2", "1.1.0-rc.1", "1.1.0");
    }

    private static SemanticVersion version(String text) {
        return SemanticVersion.parse(text).orElseThrow();
    }
}
