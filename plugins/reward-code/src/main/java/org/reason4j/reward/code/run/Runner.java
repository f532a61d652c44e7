package org.reason4j.reward.code.run;

import java.io.IOException;
import java.util.List;
import org.reason4j.reward.code.suite.TestSuite;
import org.reason4j.reward.code.suite.UnusableTestsException;

/** Runs programs of a language. Safe for use by many threads; an interruption ends the program. */
public interface Runner {

    /**
     * Runs a program with tests.
     *
     * @param stopEarly true to leave out what follows the first test that is not passed
     * @return a verdict for each test
     * @throws UnusableTestsException if the tests are not for programs of this language
     * @throws IOException if there is no sandbox
     */
    List<Verdict> run(String program, TestSuite suite, boolean stopEarly)
            throws IOException, InterruptedException, UnusableTestsException;
}
