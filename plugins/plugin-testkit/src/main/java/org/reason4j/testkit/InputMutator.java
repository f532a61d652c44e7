package org.reason4j.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes inputs in a few places: bytes, words, pieces of other inputs. A mutant is a function of seed and number. */
final class InputMutator {

    private static final int LONGEST = 1 << 16;
    private static final int MOST_CHANGES = 4;
    private static final int MOST_REPEATS = 3000;

    /** What readers of numbers, text, JSON, YAML and templates stumble over. */
    private static final List<String> WORDS = List.of(
            "0",
            "-1",
            "1e999",
            "-0.0",
            "NaN",
            "Infinity",
            "2147483648",
            "9223372036854775808",
            "1e-400",
            "0x10",
            "1_000",
            "99999999999999999999999999999999",
            "0.1",
            "null",
            "true",
            "false",
            "\"\"",
            "\"a\"",
            "[]",
            "{}",
            "[[]]",
            "{\"a\":1}",
            "[null]",
            "\\u0000",
            "\\ud800",
            "\u0000",
            "\ufeff",
            "\u00e9",
            "\n",
            "\r\n",
            "\t",
            " ",
            ",",
            ":",
            "\"",
            "'",
            "\\",
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            "{{",
            "}}",
            "{%",
            "%}",
            "&a",
            "*a",
            "<<",
            "!!binary",
            "!!set",
            "${x}",
            "${",
            "---",
            "- ",
            "? ",
            "|",
            ">",
            "..",
            "../",
            "/",
            "#",
            "%s",
            "%999999999s",
            "**",
            "//",
            "\\frac{1}{2}",
            "\\boxed{",
            "^",
            "_",
            "$",
            "<",
            ">",
            "=");

    /** Quoted text, words and numbers are changed as a whole, punctuation sign by sign. */
    private static final Pattern PIECE = Pattern.compile("\"(?:[^\"\\\\]|\\\\.){0,200}+\"|[\\w.+-]++|[^\\s\\w]");

    private final List<byte[]> kept;
    private final long seed;

    /**
     * Makes a mutator.
     *
     * @param kept what mutants are made of; not empty
     */
    InputMutator(List<byte[]> kept, long seed) {
        this.kept = kept;
        this.seed = seed;
    }

    /** The mutant of that number, of at most 64 KiB. */
    byte[] mutant(int number) {
        SplittableRandom draws = new SplittableRandom(seed ^ (number * 0x9E3779B97F4A7C15L));
        byte[] input = kept.get(draws.nextInt(kept.size()));
        for (int change = draws.nextInt(MOST_CHANGES); change >= 0; change--) {
            input = changed(input, draws);
        }
        return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
    }

    private byte[] changed(byte[] input, SplittableRandom draws) {
        int first = draws.nextInt(input.length + 1);
        int last = first + draws.nextInt(Math.min(64, input.length - first) + 1);
        return switch (draws.nextInt(9)) {
            case 0 -> flipped(input, draws);
            case 1 -> replaced(input, first, Math.min(first + 1, input.length), one(draws.nextInt(256)));
            case 2 -> replaced(input, first, last, new byte[0]);
            case 3 -> replaced(input, first, first, repeated(Arrays.copyOfRange(input, first, last), draws));
            case 4 -> replaced(input, first, draws.nextBoolean() ? first : last, word(draws));
            case 5 -> replaced(input, first, input.length, end(kept.get(draws.nextInt(kept.size())), draws));
            case 6 -> draws.nextInt(4) == 0 ? Arrays.copyOf(input, first) : flipped(input, draws);
            default -> otherPiece(input, draws);
        };
    }

    private static byte[] one(int value) {
        return new byte[] {(byte) value};
    }

    private static byte[] word(SplittableRandom draws) {
        return WORDS.get(draws.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] flipped(byte[] input, SplittableRandom draws) {
        byte[] copy = input.clone();
        if (copy.length > 0) {
            copy[draws.nextInt(copy.length)] ^= (byte) (1 << draws.nextInt(8));
        }
        return copy;
    }

    /** Once or twice, and now and then thousands of times: nesting has a depth. */
    private static byte[] repeated(byte[] part, SplittableRandom draws) {
        int times = draws.nextInt(8) == 0 ? draws.nextInt(MOST_REPEATS) : 1 + draws.nextInt(2);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times && all.size() < LONGEST; i++) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] end(byte[] other, SplittableRandom draws) {
        return Arrays.copyOfRange(other, draws.nextInt(other.length + 1), other.length);
    }

    /** Replaces, removes, repeats or moves a piece of text. */
    private static byte[] otherPiece(byte[] input, SplittableRandom draws) {
        List<MatchResult> pieces = PIECE.matcher(new String(input, StandardCharsets.ISO_8859_1))
                .results()
                .toList();
        if (pieces.isEmpty()) {
            return word(draws);
        }
        MatchResult piece = pieces.get(draws.nextInt(pieces.size()));
        MatchResult other = pieces.get(draws.nextInt(pieces.size()));
        return switch (draws.nextInt(5)) {
            case 0 -> replaced(input, piece.start(), piece.end(), new byte[0]);
            case 1 -> replaced(input, piece.end(), piece.end(), repeated(part(input, piece), draws));
            case 2 -> replaced(input, piece.start(), piece.end(), part(input, other));
            default -> replaced(input, piece.start(), piece.end(), word(draws));
        };
    }

    private static byte[] part(byte[] input, MatchResult piece) {
        return Arrays.copyOfRange(input, piece.start(), piece.end());
    }

    private static byte[] replaced(byte[] input, int first, int last, byte[] by) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(input.length + by.length);
        all.write(input, 0, first);
        all.writeBytes(by);
        all.write(input, last, input.length - last);
        return all.toByteArray();
    }
}
