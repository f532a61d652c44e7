package org.reason4j.reward.code.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTestTest {

    /** A mechanism that protects nothing; as nobody where this process is root's, so that the probe can't write either. */
    private record Unprotected() implements Mechanism {
        @Override
        public List<String> tools() {
            return List.of();
        }

        @Override
        public String name() {
            return "unprotected";
        }

        @Override
        public Launch launch(Room room, Limits limits, List<String> program) {
            boolean root = System.getProperty("user.name").equals("root");
            List<String> command = new ArrayList<>(
                    root ? List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups") : List.of());
            command.addAll(program);
            return new Launch(command, List.of());
        }
    }

    @BeforeAll
    static void thisIsLinuxWithUtilLinux() {
        boolean there = System.getProperty("os.name").equals("Linux")
                && Programs.find("setpriv").isPresent();
        Assumptions.assumeTrue(there, "skipped: this is no Linux with util-linux");
    }

    /** The probe writes there, and without a sandbox that is the machine's. */
    @AfterEach
    void clean() throws IOException {
        Files.deleteIfExists(Path.of("/tmp/reason4j-probe"));
        Files.deleteIfExists(Path.of("/tmp/forks"));
    }

    @Test
    void whatProtectsNothingIsRefusedWithAllThatIsMissing(@TempDir Path directory) throws Exception {
        Optional<String> problem = SelfTest.problem(new Unprotected(), directory);
        assertThat(problem.orElseThrow())
                .contains("it has no user namespace of its own")
                .contains("it has no pid namespace of its own")
                .contains("it has no net namespace of its own")
                .contains("it has no mnt namespace of its own")
                .contains("96 processes could be started with a limit of 24");
    }

    @Test
    void aMechanismThatDoesNotStartIsRefusedWithItsMessage(@TempDir Path directory) throws Exception {
        Mechanism broken = new Mechanism() {
            @Override
            public List<String> tools() {
                return List.of();
            }

            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Launch launch(Room room, Limits limits, List<String> program) {
                return new Launch(List.of("/bin/sh", "-c", "echo no such rights >&2; exit 1"), List.of());
            }
        };
        assertThat(SelfTest.problem(broken, directory)).hasValue("a program in it did not run: no such rights");
    }
}
