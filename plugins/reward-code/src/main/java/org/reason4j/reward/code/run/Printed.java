package org.reason4j.reward.code.run;

/**
 * What a program printed.
 *
 * @param verdict {@code PASSED} if it ended with status 0, {@code CRASHED} if with another, else the limit that ended it
 * @param output all that it wrote; empty where a limit ended it
 * @param status its exit status; empty where a limit ended it
 */
public record Printed(Verdict verdict, String output, String status) {

    static Printed lost(Verdict verdict) {
        return new Printed(verdict, "", "");
    }
}
