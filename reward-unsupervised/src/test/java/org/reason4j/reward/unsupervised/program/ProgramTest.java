package org.reason4j.reward.unsupervised.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {

    private static final int STEPS = 10_000;

    private static String run(String program, String input) throws Fault {
        return Program.parse(program).run(Value.parse(input), STEPS).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 + 2 * | 7 | 20",
                "2 - | 1 | -1",
                "2 / | -7 | -4",
                "3 % | -7 | 2",
                "5 min | 9 | 5",
                "5 max | 9 | 9",
                "5 = | 5 | 1",
                "5 < | 5 | 0",
                "5 > | 6 | 1",
                "neg | 4 | -4",
                "abs | -4 | 4",
                "dup * | 9 | 81",
                "1 drop | 4 | 4",
                "10 swap - | 4 | 6",
                "2 over - swap drop | 7 | -5",
                "'' | 42 | 42"
            })
    void wordsOnNumbersDoWhatTheySay(String program, String input, String output) throws Fault {
        assertThat(run(program, input)).isEqualTo(output);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "len | [ 3 1 2 ] | 3",
                "sum | [ 3 1 2 ] | 6",
                "head | [ 3 1 2 ] | 3",
                "last | [ 3 1 2 ] | 2",
                "tail | [ 3 1 2 ] | [ 1 2 ]",
                "tail | [ ] | [ ]",
                "rev | [ 3 1 2 ] | [ 2 1 3 ]",
                "sort | [ 3 1 2 ] | [ 1 2 3 ]",
                "1 get | [ 3 1 2 ] | 1",
                "9 swap cons | [ 3 1 ] | [ 9 3 1 ]",
                "[ 7 ] join | [ 3 ] | [ 3 7 ]",
                "range | 3 | [ 0 1 2 ]",
                "( 2 * ) map | [ 3 1 2 ] | [ 6 2 4 ]",
                "( 1 > ) filter | [ 3 1 2 ] | [ 3 2 ]",
                "0 ( + ) fold | [ 3 1 2 ] | 6",
                "3 ( 2 * ) times | 5 | 40",
                "dup 3 > ( 1 - ) ( 1 + ) if | 5 | 4",
                "dup 3 > ( 1 - ) ( 1 + ) if | 3 | 4"
            })
    void wordsOnListsAndPiecesDoWhatTheySay(String program, String input, String output) throws Fault {
        assertThat(run(program, input)).isEqualTo(output);
    }

    @Test
    void textsOfProgramsHaveOneForm() throws Fault {
        assertThat(Program.parse("  [1 2]  ( 3   + )map ").toString()).isEqualTo("[ 1 2 ] ( 3 + ) map");
        assertThat(Value.parse("[3   1]").toString()).isEqualTo("[ 3 1 ]");
        assertThat(Value.parse("007").toString()).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                "(",
                ")",
                "[ 1",
                "[ x ]",
                "]",
                "1 2",
                "+",
                "drop",
                "0 /",
                "0 %",
                "len",
                "head",
                "( 1 )",
                "( + ) map",
                "1000000000000 *  1000000000000 *",
                "9999999999999",
                "1001 range",
                "-1 range",
                "[ 1 ] +",
                "1.5"
            })
    void whatIsNoProgramOrHasNoResultSaysWhy(String program) {
        assertThatThrownBy(() -> run(program, "7"))
                .isInstanceOf(Fault.class)
                .satisfies(fault -> assertThat(((Fault) fault).reason()).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000000000 ( ) times",
                "1000000000 ( dup ) times",
                "( dup 1 swap times ) dup 1 swap times",
                "range dup join dup join dup join dup join dup join dup join dup join dup join dup join dup join dup join sum",
                "1 1000000000 ( 999999 ( 9 drop ) times ) times"
            })
    void endlessAndGreedyProgramsEnd(String program) {
        assertThatThrownBy(() -> run(program, "900")).isInstanceOf(Fault.class);
    }

    @Test
    void textsThatAreTooLongOrTooDeepAreRefused() {
        assertThatThrownBy(() -> Program.parse("1 ".repeat(1001))).hasMessageContaining("longer than 2000");
        assertThatThrownBy(() -> Program.parse("( ".repeat(500) + ") ".repeat(500)))
                .hasMessageContaining("nested more than 8 deep");
    }
}
