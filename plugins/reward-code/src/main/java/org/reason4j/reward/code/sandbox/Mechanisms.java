package org.reason4j.reward.code.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.reason4j.api.plugin.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mechanisms of this machine, each tried before it is used. */
public final class Mechanisms {

    private static final Logger LOG = LoggerFactory.getLogger(Mechanisms.class);
    private static final long HELP_SECONDS = 10;

    /** Names of mechanisms that passed in this process: what the machine allows is not asked again for every reward. */
    private static final Set<String> PASSED = ConcurrentHashMap.newKeySet();

    private static final String ADVICE =
            "Install bubblewrap (apt-get install bubblewrap, dnf install bubblewrap) or util-linux 2.38 or newer on Linux,"
                    + " where the kernel allows user namespaces (sysctl user.max_user_namespaces,"
                    + " kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns). A container needs"
                    + " --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt"
                    + " systempaths=unconfined. On macOS and Windows run reason4j in such a container. Programs that a model"
                    + " wrote are never run without a sandbox.";

    private Mechanisms() {}

    /** Which mechanism a recipe wants. */
    public enum Choice {
        /** The first that is safe here, bubblewrap before util-linux. */
        AUTO,
        /** Bubblewrap alone. */
        BUBBLEWRAP,
        /** Namespaces by util-linux alone. */
        UTIL_LINUX
    }

    /**
     * Returns a mechanism that passed its self-test.
     *
     * @param directory an own directory, for files that sandboxes need
     * @throws ConfigException if there is none; the message says why, and what to install
     */
    public static Mechanism safe(Choice choice, Path directory) throws IOException, InterruptedException {
        List<String> refused = new ArrayList<>();
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux")) {
            refused.add("this system is not Linux");
        } else {
            for (Mechanism mechanism : candidates(choice, directory, refused)) {
                boolean passed = PASSED.contains(mechanism.name());
                Optional<String> problem = passed ? Optional.empty() : SelfTest.problem(mechanism, directory);
                if (problem.isEmpty()) {
                    if (PASSED.add(mechanism.name())) {
                        LOG.info("Programs run in sandboxes of {}", mechanism.name());
                    }
                    return mechanism;
                }
                refused.add(mechanism.name() + ": " + problem.get());
            }
        }
        throw new ConfigException("There is no safe place for programs that a model wrote. "
                + String.join(". ", refused) + ". " + ADVICE);
    }

    private static List<Mechanism> candidates(Choice choice, Path directory, List<String> refused)
            throws IOException, InterruptedException {
        boolean root = isRoot();
        List<Mechanism> candidates = new ArrayList<>();
        if (choice != Choice.UTIL_LINUX) {
            Optional<Path> bwrap = Programs.find("bwrap");
            if (bwrap.isPresent()) {
                candidates.add(new Bubblewrap(bwrap.get().toString(), root, disablesNamespaces(bwrap.get())));
            } else {
                refused.add("bubblewrap: no program bwrap in PATH");
            }
        }
        if (choice != Choice.BUBBLEWRAP) {
            List<String> missing = List.of("setpriv", "unshare", "mount", "umount", "pivot_root", "prlimit").stream()
                    .filter(program -> Programs.find(program).isEmpty())
                    .toList();
            if (missing.isEmpty()) {
                candidates.add(new Namespaces(Files.createDirectory(directory.resolve("roots")), root));
            } else {
                refused.add("util-linux: no program " + String.join(", ", missing) + " in PATH");
            }
        }
        return candidates;
    }

    private static boolean isRoot() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
    }

    private static boolean disablesNamespaces(Path bwrap) throws IOException, InterruptedException {
        Process help = new ProcessBuilder(bwrap.toString(), "--help")
                .redirectErrorStream(true)
                .start();
        help.getOutputStream().close();
        String text = new String(help.getInputStream().readNBytes(1 << 16), StandardCharsets.UTF_8);
        if (!help.waitFor(HELP_SECONDS, TimeUnit.SECONDS)) {
            help.destroyForcibly();
        }
        return text.contains("--disable-userns");
    }
}
