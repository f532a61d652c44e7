package org.reason4j.reward.code.run;

import java.util.List;
import java.util.Map;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Language;

class ShellAttacksTest extends HostilePrograms {

    ShellAttacksTest() {
        super(Mechanisms.Choice.UTIL_LINUX, Language.SHELL);
    }

    @Override
    String honestProgram() {
        return "echo fine";
    }

    private void trying(String name, String command) {
        blocked(name, "if ( " + command + " ) > /dev/null 2>&1; then echo escaped; else echo blocked; fi");
    }

    @Override
    void define() {
        limited("endless loop", "while :; do :; done", Verdict.TIME_LIMIT);
        limited("fork bomb", ":() { :|:& }; :; sleep 60", Verdict.TIME_LIMIT, Verdict.CRASHED);
        limited("yes", "yes", Verdict.OUTPUT_LIMIT);
        trying("reading a file of the machine", "cat SECRET");
        trying("reading passwords", "cat /etc/shadow");
        trying("deleting everything", "rm -rf --no-preserve-root /usr/bin /usr/sbin /box /runner /etc");
        trying("network: a server of the machine", "timeout 2 bash -c ': < /dev/tcp/127.0.0.1/PORT'");
        trying("entering the namespaces of its parent", "nsenter -t 1 -a true");
        trying("killing a process of the machine", "[ HOST_PID -gt 64 ] && kill -9 HOST_PID");
        trying("mounting", "mount -t tmpfs tmpfs /usr");
        trying("more namespaces", "unshare --user --map-root-user true");
        blocked("a process that goes on", "(setsid sh -c 'sleep 60; : MARKER' &) > /dev/null 2>&1; echo blocked");
        blocked("killing everything", "kill -9 -1; kill -9 1; echo blocked");
        cheating(
                "writes what the driver writes",
                "read mark < /proc/1/cmdline; echo; echo \"$mark 0\"; printf '\\nready 0\\n'",
                output("x"),
                Verdict.WRONG,
                Verdict.CRASHED);
        cheating(
                "looks for the expected output",
                "grep -rh answer /box/in /runner 2> /dev/null",
                Map.of("tests", Map.of("inputs", List.of("question"), "outputs", List.of("the answer"))),
                Verdict.WRONG,
                Verdict.CRASHED);
    }
}
