package org.reason4j.testkit.rule;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.subject.Subject;

/**
 * Something that every component of a kind promises.
 *
 * @param <T> the extension point
 * @param name its name, a noun phrase that is unique within a kind
 * @param text what it checks, a sentence
 * @param check the check
 */
public record Rule<T>(String name, String text, Check<T> check) {

    /**
     * A check.
     *
     * @param <T> the extension point
     */
    @FunctionalInterface
    public interface Check<T> {

        /**
         * Tries a component.
         *
         * @throws AssertionError if it breaks the rule: the message says what was expected and what was found
         * @throws NotRun if the rule does not apply, or can't be tried with these inputs
         */
        void check(Subject<T> subject) throws Exception;
    }

    /**
     * Tries a component and closes every instance that was made.
     *
     * @throws AssertionError if it breaks the rule
     * @throws NotRun if the rule does not apply, or can't be tried with these inputs
     */
    public void check(Subject<T> subject) throws Exception {
        try {
            check.check(subject);
        } catch (AssertionError | ConfigException e) {
            @Nullable Throwable cause = e;
            while (cause instanceof AssertionError) {
                cause = cause.getCause();
            }
            if (cause instanceof ConfigException && subject.materials().isStandard()) {
                throw new NotRun("it refuses the standard materials or these settings: " + cause.getMessage());
            }
            throw e;
        } finally {
            subject.release();
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** The rule of every component that has needs. */
    static <T> Rule<T> ofNeeds(Function<T, Requirements> needs) {
        return new Rule<>(
                "needs",
                "Its needs are the same each time it is asked, by a new instance too. Streams that it reads without a"
                        + " need are missing in every rule.",
                subject -> {
                    T component = subject.fresh();
                    Requirements first = Expect.result("requirements", () -> needs.apply(component));
                    Expect.equal("requirements, asked again", needs.apply(component), first);
                    Expect.equal("requirements of a new instance", needs.apply(subject.fresh()), first);
                });
    }
}
