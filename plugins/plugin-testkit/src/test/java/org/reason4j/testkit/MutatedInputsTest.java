package org.reason4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MutatedInputsTest {

    private static final MutatedInputs INPUTS = MutatedInputs.of(MutatedInputsTest.class);

    private static List<String> read(int mutants) {
        List<String> read = new ArrayList<>();
        INPUTS.check(mutants, input -> read.add(new String(input, StandardCharsets.ISO_8859_1)));
        return read;
    }

    @Test
    void keptInputsComeFirstAndMutantsAreTheSameInEveryRun() {
        List<String> read = read(500);
        assertThat(read).hasSize(502);
        assertThat(read.subList(0, 2)).containsExactly("[1, {\"a\": \"b\"}]", "x: 1\n");
        assertThat(read(500)).isEqualTo(read);
        assertThat(new HashSet<>(read)).hasSizeGreaterThan(400);
        assertThat(read).anyMatch(text -> text.contains("1e999")).anyMatch(text -> text.length() > 1000);
    }

    @Test
    void whatIsNoTypedErrorIsToldOncePerPlaceWithTheInput() {
        Set<String> seen = new HashSet<>();
        assertThatThrownBy(() -> INPUTS.check(500, input -> {
                    if (input.length > 20) {
                        seen.add(new String(input, StandardCharsets.ISO_8859_1));
                        throw new IllegalStateException("longer than 20");
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("2 kept inputs and 500 mutants of seed 1")
                .hasMessageContaining("longer than 20")
                .hasMessageContaining("target/mutated-inputs/MutatedInputsTest/")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).split("IllegalStateException", -1))
                        .hasSize(2));
        assertThat(seen).hasSizeGreaterThan(5);
    }

    @Test
    void memoryIsBounded() {
        byte[][] held = new byte[1][];
        assertThatThrownBy(() -> INPUTS.check(0, input -> held[0] = new byte[300 << 20]))
                .hasMessageContaining("More than 256 MiB (300 MiB)");
    }

    @Test
    void aTargetWithoutKeptInputsIsToldWhereTheyGo() {
        assertThatThrownBy(() -> MutatedInputs.of(InputMutator.class))
                .hasMessageContaining("no directory fuzz/InputMutator in the test's resources");
    }

    @Test
    void anInputMayNameItsFile() {
        List<String> names = List.of("a.json", "b.json");
        NamedInput named = NamedInput.of("b.json\n{}\n".getBytes(StandardCharsets.UTF_8), names);
        assertThat(named.name()).isEqualTo("b.json");
        assertThat(named.text()).isEqualTo("{}\n");
        NamedInput nameless = NamedInput.of("{}\n".getBytes(StandardCharsets.UTF_8), names);
        assertThat(nameless.name()).isEqualTo("b.json"); // 3 bytes
        assertThat(nameless.text()).isEqualTo("{}\n");
    }
}
