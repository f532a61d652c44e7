package org.reason4j.testkit.rule;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Comparisons that say what was expected and what was found. */
final class Expect {

    private Expect() {}

    /** Throws an {@link AssertionError} with the formatted message unless a condition holds. */
    static void that(boolean condition, String message, @Nullable Object... arguments) {
        if (!condition) {
            throw new AssertionError(String.format(Locale.ROOT, message, arguments));
        }
    }

    static void equal(String what, @Nullable Object found, @Nullable Object expected) {
        that(Objects.equals(found, expected), "%s: expected %s, found %s", what, expected, found);
    }

    /** Numbers that agree up to rounding in 32 bits; two that are not finite agree if they are the same. */
    static void close(String what, double found, double expected) {
        that(isClose(found, expected), "%s: expected %s, found %s", what, expected, found);
    }

    static boolean isClose(double found, double expected) {
        return Double.compare(found, expected) == 0
                || Math.abs(found - expected) <= 1e-5 * Math.max(1, Math.max(Math.abs(found), Math.abs(expected)));
    }

    /** Returns the result of a call that must not fail. */
    static <R> R result(String call, Callable<@Nullable R> code) {
        @Nullable R result;
        try {
            result = code.call();
        } catch (NotRun | AssertionError e) {
            throw e;
        } catch (Exception | StackOverflowError e) { // told as what it is, a breach of contract
            throw new AssertionError(call + " threw " + e + ", expected a result", e);
        }
        that(result != null, "%s returned null, expected a result", call);
        return Objects.requireNonNull(result);
    }

    /** As {@link #result}, for a call that can't refuse its input: a {@code ConfigException} is a breach, too. */
    static <R> R strict(String call, Callable<@Nullable R> code) {
        try {
            return result(call, code);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage(), new IllegalStateException(e));
        }
    }

    /** Returns the result of a call, or null if it refused its input with an exception. */
    static <R> @Nullable R resultOrRefusal(Callable<@Nullable R> code) {
        try {
            return code.call();
        } catch (NotRun | AssertionError e) {
            throw e;
        } catch (Exception e) { // a refusal
            return null;
        }
    }
}
