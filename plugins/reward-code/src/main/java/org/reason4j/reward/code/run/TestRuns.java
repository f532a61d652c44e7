package org.reason4j.reward.code.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A program's tests, one after the other. */
final class TestRuns {

    private TestRuns() {}

    /** Runs one test. */
    interface Run<T> {
        /** Returns its verdict; {@code number} counts from 0. */
        Verdict of(int number, T test) throws IOException, InterruptedException;
    }

    /**
     * Returns a verdict for each test. A program that can't be compiled has that verdict on all of them.
     *
     * @param stopEarly whether tests after the first that does not pass are left out
     */
    static <T> List<Verdict> of(List<T> tests, boolean stopEarly, Run<T> run) throws IOException, InterruptedException {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < tests.size(); i++) {
            Verdict verdict = run.of(i, tests.get(i));
            verdicts.add(verdict);
            if (verdict == Verdict.COMPILE_ERROR) {
                return Collections.nCopies(tests.size(), verdict);
            }
            if (verdict != Verdict.PASSED && stopEarly) {
                verdicts.addAll(Collections.nCopies(tests.size() - verdicts.size(), Verdict.NOT_RUN));
                return verdicts;
            }
        }
        return verdicts;
    }
}
