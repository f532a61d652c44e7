package org.reason4j.reward.code.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Language;
import org.reason4j.reward.code.suite.SuiteReader;
import org.reason4j.reward.code.suite.TestSuite;

/**
 * Programs that try to get out, to harm the machine, to disturb the programs after them, or to pass tests that they do not
 * solve. After each an honest program runs as ever.
 *
 * <p>An attack that finds a door closed writes {@code blocked}, which is the expected output of its test; so {@code PASSED}
 * means blocked there. {@code SECRET}, {@code PORT}, {@code HOST_PID} and {@code MARKER} in a program stand for a file of the
 * machine, a server on it, a process of it, and a word that processes of the attack carry in their command lines.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostilePrograms {

    /** An attack: a program, its tests, and what may come of it. */
    record Attack(String name, String program, Map<String, ?> fields, Set<Verdict> outcomes, boolean slow) {}

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Mechanisms.Choice choice;
    private final Language language;
    private final List<Attack> attacks = new ArrayList<>();
    private final String marker = "reason4j-" + UUID.randomUUID();

    private Workshop impatient;
    private Workshop patient;
    private ServerSocket server;
    private Path secret;

    HostilePrograms(Mechanisms.Choice choice, Language language) {
        this.choice = choice;
        this.language = language;
        define();
    }

    /** Adds the attacks. */
    abstract void define();

    /** A program of this language that passes the test of {@link #honest}. */
    abstract String honestProgram();

    /** An attack on the machine, which finds its door closed. */
    final void blocked(String name, String program) {
        attacks.add(new Attack(name, program, output("blocked"), Set.of(Verdict.PASSED), false));
    }

    /** An attack on time or memory, which one of the limits ends; which comes first depends on how busy the machine is. */
    final void limited(String name, String program, Verdict... outcomes) {
        Set<Verdict> all = EnumSet.of(Verdict.TIME_LIMIT, Verdict.MEMORY_LIMIT, Verdict.CRASHED);
        all.addAll(List.of(outcomes));
        attacks.add(new Attack(name, program, output("never"), all, true));
    }

    /** An attack on the verdict. */
    final void cheating(String name, String program, Map<String, ?> fields, Verdict... outcomes) {
        attacks.add(new Attack(name, program, fields, Set.of(outcomes), false));
    }

    static Map<String, ?> output(String expected) {
        return Map.of("tests", Map.of("inputs", List.of(""), "outputs", List.of(expected)));
    }

    @BeforeAll
    final void open(@TempDir Path directory) throws IOException {
        patient = Workshops.open(choice, language, LONG);
        impatient = Workshops.open(choice, language, SHORT);
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        secret = Files.writeString(directory.resolve("secret"), "the secret");
    }

    @AfterAll
    final void close() throws IOException {
        if (server != null) {
            server.setSoTimeout(1);
            assertThat(accepts()).as("connections to a server of the machine").isFalse();
            server.close();
        }
        for (Workshop workshop :
                Stream.of(patient, impatient).filter(one -> one != null).toList()) {
            workshop.close();
        }
        assertThat(survivors()).as("processes of attacks").isEmpty();
    }

    private boolean accepts() throws IOException {
        try {
            server.accept().close();
            return true;
        } catch (java.net.SocketTimeoutException e) { // nobody came
            return false;
        }
    }

    private List<String> survivors() throws IOException {
        return CommandLines.with(marker);
    }

    @TestFactory
    final Stream<DynamicTest> noneEscapesAndNoneHarmsTheRun() {
        return attacks.stream().map(attack -> DynamicTest.dynamicTest(attack.name(), () -> check(attack)));
    }

    private void check(Attack attack) throws Exception {
        String program = attack.program()
                .replace("SECRET", secret.toString())
                .replace("PORT", String.valueOf(server.getLocalPort()))
                .replace("HOST_PID", String.valueOf(ProcessHandle.current().pid()))
                .replace("MARKER", marker);
        TestSuite suite = SuiteReader.read("tests", attack.fields());
        Workshop workshop = attack.slow() ? impatient : patient;
        List<Verdict> verdicts = workshop.run(language, program, suite, false);
        assertThat(attack.outcomes()).as("outcomes of " + attack.name()).containsAll(verdicts);
        assertThat(Files.readString(secret)).isEqualTo("the secret");
        assertThat(patient.run(language, honestProgram(), SuiteReader.read("tests", output("fine")), false))
                .as("an honest program after " + attack.name())
                .containsExactly(Verdict.PASSED);
        assertThat(survivors()).as("processes that " + attack.name() + " left").isEmpty();
    }
}
