package org.reason4j.cli.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.api.plugin.ConfigException;

/**
 * A row of the suite: what is measured, on a model of which shape, with which sequences.
 *
 * <p>It is written {@code KIND:SHAPE:PROMPTS+RESPONSE[:OPTION]}, as {@code rollout:small:256x26+64}: 256 prompts of 26 tokens
 * with a response of 64 tokens each. {@code 1x512x64} is one prompt of 512 tokens with 64 responses, and {@code 1x2048/63x26} are
 * prompts of two lengths.
 *
 * @param text the row as it is written
 * @param kind what is measured
 * @param shape name of the model's shape
 * @param prompts groups of prompts of equal length, at least one
 * @param response tokens of a response, at least 1
 * @param topP the sum of probabilities that a token is drawn from, in (0, 1); empty for all tokens
 * @param lora rank of the adapters that are trained; empty where all weights are
 */
record Work(
        String text,
        Kind kind,
        String shape,
        List<Prompts> prompts,
        int response,
        OptionalDouble topP,
        OptionalInt lora) {

    private static final Pattern FORM = Pattern.compile("(rollout|train):([^:]+):([0-9x/]+)\\+(\\d{1,6})(?::([^:]+))?");
    private static final Pattern PART = Pattern.compile("(\\d{1,6})x(\\d{1,6})(?:x(\\d{1,6}))?");
    private static final Pattern TOP_P = Pattern.compile("top-p=(0\\.\\d{1,6})");
    private static final Pattern LORA = Pattern.compile("lora=(\\d{1,4})");

    /** What is measured. */
    enum Kind {
        /** Writing responses, the prompts' reading included. */
        ROLLOUT,
        /** A forward and a backward pass that score the responses; the update is timed by itself. */
        TRAIN
    }

    /**
     * Prompts of equal length.
     *
     * @param count number of prompts, at least 1
     * @param tokens of each, at least 1
     * @param responses to each, at least 1
     */
    record Prompts(int count, int tokens, int responses) {}

    /**
     * A sequence.
     *
     * @param prompt index of its prompt
     * @param sample index of its response among those to the prompt
     * @param tokens token ids of the prompt
     */
    record Sequence(int prompt, int sample, int[] tokens) {}

    /**
     * Reads a row.
     *
     * @throws ConfigException if it is not written as one
     */
    static Work parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw unreadable(text);
        }
        Kind kind = form.group(1).equals("train") ? Kind.TRAIN : Kind.ROLLOUT;
        List<Prompts> prompts = new ArrayList<>();
        for (String part : form.group(3).split("/", -1)) {
            prompts.add(prompts(text, part));
        }
        int response = atLeastOne(text, form.group(4));
        String option = form.group(5) == null ? "" : form.group(5);
        Matcher topP = TOP_P.matcher(option);
        Matcher lora = LORA.matcher(option);
        boolean filtered = kind == Kind.ROLLOUT && topP.matches() && Double.parseDouble(topP.group(1)) > 0;
        boolean adapted = kind == Kind.TRAIN && lora.matches();
        if (!option.isEmpty() && !filtered && !adapted) {
            throw unreadable(text);
        }
        return new Work(
                text,
                kind,
                form.group(2),
                List.copyOf(prompts),
                response,
                filtered ? OptionalDouble.of(Double.parseDouble(topP.group(1))) : OptionalDouble.empty(),
                adapted ? OptionalInt.of(atLeastOne(text, lora.group(1))) : OptionalInt.empty());
    }

    private static Prompts prompts(String text, String part) {
        Matcher form = PART.matcher(part);
        if (!form.matches()) {
            throw unreadable(text);
        }
        return new Prompts(
                atLeastOne(text, form.group(1)),
                atLeastOne(text, form.group(2)),
                form.group(3) == null ? 1 : atLeastOne(text, form.group(3)));
    }

    private static int atLeastOne(String text, String number) {
        int value = Integer.parseInt(number);
        if (value < 1) {
            throw unreadable(text);
        }
        return value;
    }

    private static ConfigException unreadable(String text) {
        return new ConfigException("--rows: '" + text
                + "' is no row of the suite and not written as one. Expected KIND:SHAPE:PROMPTS+RESPONSE[:OPTION], such as"
                + " rollout:small:256x26+64, rollout:small:1x512x64+64, rollout:small:8x64+24:top-p=0.95,"
                + " train:small:16x26+64 or train:small:16x26+64:lora=16, with numbers from 1 on; --list shows the suite's"
                + " rows.");
    }

    /** Number of sequences. */
    int size() {
        return prompts.stream()
                .mapToInt(part -> part.count() * part.responses())
                .sum();
    }

    /** Tokens of the longest sequence. */
    int longest() {
        return response + prompts.stream().mapToInt(Prompts::tokens).max().orElseThrow();
    }

    /** Number of prompts' tokens, a shared prompt counted once. */
    long promptTokens() {
        return prompts.stream()
                .mapToLong(part -> (long) part.count() * part.tokens())
                .sum();
    }

    /** Number of all sequences' tokens, prompts included. */
    long sequenceTokens() {
        return prompts.stream()
                .mapToLong(part -> (long) part.count() * part.responses() * (part.tokens() + response))
                .sum();
    }

    /** Number of tokens that the rate counts: of the responses in a rollout, of the whole sequences in training. */
    long tokens() {
        return kind == Kind.ROLLOUT ? (long) size() * response : sequenceTokens();
    }

    /** Rows of the products that bound the work: decoding slots, or the tokens of a pass. */
    int productRows() {
        return kind == Kind.ROLLOUT ? size() : Math.toIntExact(sequenceTokens());
    }

    /** Sequences of random letters, the same for every call. */
    List<Sequence> sequences() {
        SplittableRandom random = new SplittableRandom(1);
        List<Sequence> all = new ArrayList<>();
        int prompt = 0;
        for (Prompts part : prompts) {
            for (int i = 0; i < part.count(); i++) {
                int[] tokens = letters(random, part.tokens());
                for (int sample = 0; sample < part.responses(); sample++) {
                    all.add(new Sequence(prompt, sample, tokens));
                }
                prompt++;
            }
        }
        return all;
    }

    static int[] letters(SplittableRandom random, int count) {
        return random.ints(count, RandomModel.FIRST_LETTER, RandomModel.FIRST_LETTER + RandomModel.LETTERS)
                .toArray();
    }
}
