package org.reason4j.core.host.plugin.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {

    @ParameterizedTest(name = "{0} includes {1} and not {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                ">=1.2 <2     | 1.2.0 1.2.1 1.99.0              | 1.1.9 2.0.0 0.1.0",
                ">=1.2.3      | 1.2.3 7.0.0                     | 1.2.2",
                ">1.2.3       | 1.2.4 1.3.0                     | 1.2.3",
                ">1.2         | 1.3.0 2.0.0                     | 1.2.0 1.2.9",
                ">1           | 2.0.0                           | 1.0.0 1.9.9",
                "<1.2         | 1.1.9                           | 1.2.0",
                "<=1.2        | 1.2.0 1.2.9                     | 1.3.0",
                "<=1.2.3      | 1.2.3                           | 1.2.4",
                "<=1          | 1.9.9                           | 2.0.0",
                "=1.2         | 1.2.0 1.2.9                     | 1.1.9 1.3.0",
                "=1.2.3       | 1.2.3                           | 1.2.2 1.2.4",
                "^1.2         | 1.2.0 1.9.0                     | 1.1.9 2.0.0",
                "^1           | 1.0.0 1.9.9                     | 0.9.9 2.0.0",
                "^0.2         | 0.2.0 0.2.9                     | 0.1.9 0.3.0",
                "^0.0.3       | 0.0.3                           | 0.0.2 0.0.4",
                "^0.0         | 0.0.0 0.0.9                     | 0.1.0",
                "^0           | 0.0.1 0.9.9                     | 1.0.0",
                "~1.2         | 1.2.0 1.2.9                     | 1.1.9 1.3.0",
                "~1.2.3       | 1.2.3 1.2.9                     | 1.2.2 1.3.0",
                "~1           | 1.0.0 1.9.0                     | 2.0.0",
                ">= 1.2  < 2  | 1.5.0                           | 2.0.0",
                ">=0.1 <0.2   | 0.1.0 0.1.7 0.1.0-SNAPSHOT      | 0.2.0 0.2.0-SNAPSHOT",
            })
    void aRangeIncludesWhatItsConditionsAllow(String range, String inside, String outside) {
        assertThat(Arrays.stream(inside.split(" ")).filter(text -> !includes(range, text)))
                .isEmpty();
        assertThat(Arrays.stream(outside.split(" ")).filter(text -> includes(range, text)))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} includes {1}: {2}")
    @CsvSource({
        ">=1.0.0-rc.1 <2, 1.0.0-rc.1, true",
        ">=1.0.0-rc.1 <2, 1.0.0-rc.2, true",
        ">=1.0.0-rc.1 <2, 1.0.0-rc.2-SNAPSHOT, true",
        ">=1.0.0-rc.1 <2, 1.0.0-SNAPSHOT, true",
        ">=1.0.0-rc.1 <2, 1.0.0, true",
        ">=1.0.0-rc.1 <2, 1.1.0-rc.1, true",
        ">=1.0.0-rc.2 <2, 1.0.0-rc.1, false",
        ">=1.0.0-rc.2 <2, 1.0.0-rc.1-SNAPSHOT, false",
        ">=1.0.0-rc.1 <2, 0.9.0, false",
        ">=1.0.0-rc.1 <2, 2.0.0-rc.1, false",
        ">=1.0.0-rc.1 <2, 2.0.0-SNAPSHOT, false",
        ">=1.1 <2, 1.1.0-rc.1, true",
        ">=1.1 <2, 1.1.0-SNAPSHOT, true",
        ">=1.2 <2, 1.1.0-SNAPSHOT, false",
        "^1.0.0-rc.1, 1.0.0-rc.1, true",
        "^1.0.0-rc.1, 1.4.0, true",
        "^1.0.0-rc.1, 2.0.0-rc.1, false",
        "~1.0.0-rc.1, 1.0.3, true",
        "~1.0.0-rc.1, 1.1.0, false",
        "=1.0.0-rc.1, 1.0.0-rc.1, true",
        "=1.0.0-rc.1, 1.0.0-rc.2, false",
        "=1.0.0-rc.1, 1.0.0, false",
        "<=1.0.0-rc.1, 1.0.0-rc.1, true",
        ">1.0.0-rc.1, 1.0.0-rc.1, false",
        ">1.0.0-rc.1, 1.0.0-rc.2, true",
    })
    void aPreReleaseCountsAsItsReleaseUnlessTheConditionNamesOne(String range, String version, boolean included) {
        assertThat(includes(range, version)).isEqualTo(included);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2",
                ">=1.2,<2",
                "[1.0,2)",
                ">=",
                "garbage",
                ">=1.2 || <1",
                "==1.2",
                ">=1.2<2",
                "^1.2.3.4",
                "^01",
                "~v1",
                "*",
                ">=1.x"
            })
    void anythingElseIsRefusedWithExamples(String text) {
        assertThatThrownBy(() -> VersionRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + text + "'", ">=1.2 <2");
    }

    @Test
    void anEmptyRangeIsRefused() {
        assertThatThrownBy(() -> VersionRange.parse(" ")).hasMessageContaining("empty");
        assertThatThrownBy(() -> VersionRange.parse(">=2 <1")).hasMessageContaining("No version is in the range");
        assertThatThrownBy(() -> VersionRange.parse("^1 ^2")).hasMessageContaining("No version is in the range");
    }

    private static boolean includes(String range, String version) {
        return VersionRange.parse(range).includes(SemanticVersion.parse(version).orElseThrow());
    }
}
