package org.reason4j.reward.code.run;

import java.util.List;
import java.util.Map;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Language;

class JavaScriptAttacksTest extends HostilePrograms {

    private static final Map<String, ?> CALL =
            Map.of("tests", Map.of("fn_name", "add", "inputs", List.of(List.of(2, 3)), "outputs", List.of(5)));

    JavaScriptAttacksTest() {
        super(Mechanisms.Choice.UTIL_LINUX, Language.JAVASCRIPT);
    }

    @Override
    String honestProgram() {
        return "console.log('fine')";
    }

    private void trying(String name, String statement) {
        blocked(
                name,
                "const fs = require('fs');\ntry {\n" + statement
                        + "\nconsole.log('escaped');\n} catch (e) { console.log('blocked'); }\n");
    }

    @Override
    void define() {
        limited("endless loop", "while (true);", Verdict.TIME_LIMIT);
        limited("a timer that never ends", "setInterval(() => {}, 1000)", Verdict.TIME_LIMIT);
        limited(
                "memory without end",
                "const l = []; while (true) l.push(new Array(100000).fill(Math.random()))",
                Verdict.CRASHED,
                Verdict.MEMORY_LIMIT,
                Verdict.TIME_LIMIT);
        limited(
                "memory outside of the heap",
                "const l = []; while (true) l.push(Buffer.alloc(1 << 24, 1))",
                Verdict.MEMORY_LIMIT,
                Verdict.CRASHED,
                Verdict.TIME_LIMIT);
        limited("a pattern that never ends", "/^(a+)+$/.test('a'.repeat(40) + '!')", Verdict.TIME_LIMIT);
        limited(
                "process bomb",
                "const { spawn } = require('child_process'); while (true) try { spawn(process.execPath,"
                        + " ['-e', 'while (true);']).on('error', () => {}); } catch (e) {}",
                Verdict.TIME_LIMIT,
                Verdict.MEMORY_LIMIT,
                Verdict.CRASHED);
        trying("reading a file of the machine", "fs.readFileSync('SECRET')");
        trying("writing to /usr", "fs.writeFileSync('/usr/escaped', 'x')");
        blocked(
                "network: a server of the machine",
                "require('net').connect(PORT, '127.0.0.1').on('connect', () =>"
                        + " console.log('escaped')).on('error', () => console.log('blocked'))");
        cheating("ends before its result", "function add() { process.exit(0) }", CALL, Verdict.WRONG);
        cheating("replaced JSON", "JSON.stringify = () => 'true'; function add() { return 1 }", CALL, Verdict.WRONG);
        cheating(
                "a value of its own in JSON", "function add() { return { toJSON: () => [[5]] } }", CALL, Verdict.WRONG);
        cheating(
                "replaced process and exit",
                "process.exit = () => {}; globalThis.process = null; function add() { return 1 }",
                CALL,
                Verdict.WRONG,
                Verdict.CRASHED);
    }
}
