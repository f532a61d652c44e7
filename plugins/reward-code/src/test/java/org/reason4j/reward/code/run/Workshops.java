package org.reason4j.reward.code.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Comparison;
import org.reason4j.reward.code.suite.Language;

/** Workshops for tests; a test is skipped, with the reason, where the machine has no safe place or no such interpreter. */
public final class Workshops {

    private static final int MEMORY = 256;
    private static final int PROCESSES = 32;
    private static final int FILES = 8;
    private static final int OUTPUT = 1 << 20;
    private static final Duration ALL_TESTS = Duration.ofSeconds(60);

    private Workshops() {}

    /** Opens a workshop whose programs have that time for a test. */
    public static Workshop open(Mechanisms.Choice sandbox, Language language, Duration test) {
        RunLimits limits = new RunLimits(test, ALL_TESTS, MEMORY, PROCESSES, FILES, OUTPUT);
        Comparison comparison = new Comparison(Comparison.Outputs.LINES, 0);
        try {
            return Workshop.open(new Workshop.Order(
                    List.of(language), sandbox, limits, comparison, "python3", "node", "", 2, "code-tests"));
        } catch (ConfigException e) {
            return Assumptions.abort("skipped: " + e.getMessage());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
