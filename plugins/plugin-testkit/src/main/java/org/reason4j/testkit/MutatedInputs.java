package org.reason4j.testkit;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of a parser: some that are kept, and mutants of them. Whatever the input, the parser gives a value or one of its
 * typed errors, in bounded time and memory.
 *
 * <p>Inputs are kept in the test's resources, in {@code fuzz/} and the target's simple name, one file each: valid ones, and
 * those that broke something. The system property {@code reason4j.mutants} sets another number of mutants than the test's,
 * {@code reason4j.seed} another seed.
 */
public final class MutatedInputs {

    private static final Duration LONGEST = Duration.ofSeconds(10); // of the processor, as machines are busy
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_FINDINGS = 5;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A parser under test. */
    @FunctionalInterface
    public interface Target {

        /** Reads an input, catches the typed errors of the parser, and lets anything else through. */
        void read(byte[] input) throws Exception;
    }

    private final String name;
    private final List<byte[]> kept;

    private MutatedInputs(String name, List<byte[]> kept) {
        this.name = name;
        this.kept = kept;
    }

    /** Finds the kept inputs of a target, in {@code fuzz/} and its simple name on its class path. */
    public static MutatedInputs of(Class<?> target) {
        String name = target.getSimpleName();
        @Nullable URL directory = target.getResource("/fuzz/" + name);
        if (directory == null) {
            throw new IllegalArgumentException("There is no directory fuzz/" + name
                    + " in the test's resources; put at least one input there that the parser can read");
        }
        List<byte[]> kept = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(uri(directory)))) {
            for (Path file : files.sorted().toList()) {
                kept.add(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The kept inputs in " + directory + " can't be read", e);
        }
        return new MutatedInputs(name, kept);
    }

    private static URI uri(URL url) {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a directory: " + url, e);
        }
    }

    /**
     * Gives a target the kept inputs and then a number of mutants.
     *
     * @throws AssertionError if an input ends in a throwable, takes more than 10 seconds of the processor or two minutes
     *     in all, or allocates more than 256 MiB;
     *     it names the seed and the files that such inputs were written to
     */
    public void check(int mutants, Target target) {
        int count = Integer.getInteger("reason4j.mutants", mutants);
        long seed = Long.getLong("reason4j.seed", 1);
        Run run = new Run(target, new InputMutator(kept, seed), count);
        Thread thread = new Thread(run, "mutated-inputs");
        thread.setDaemon(true);
        thread.start();
        run.watch(thread);
        if (!run.findings.isEmpty()) {
            throw new AssertionError("Of " + kept.size() + " kept inputs and " + count + " mutants of seed " + seed
                    + ", some gave neither a value nor a typed error:\n- "
                    + String.join("\n- ", run.findings.values())
                    + "\nCorrect the parser and keep such an input as a file in src/test/resources/fuzz/" + name);
        }
    }

    /** Inputs one after the other, on a thread of their own because one may never end. */
    private final class Run implements Runnable {

        private final Target target;
        private final InputMutator mutator;
        private final int count;
        private final Map<String, String> findings = new LinkedHashMap<>(); // by what is alike
        private volatile byte[] input = new byte[0];
        private volatile long began = System.nanoTime();
        private volatile long worked; // processor time before the input

        Run(Target target, InputMutator mutator, int count) {
            this.target = target;
            this.mutator = mutator;
            this.count = count;
        }

        @Override
        public void run() {
            kept.forEach(this::read);
            for (int number = 0; number < count && findings.size() < MOST_FINDINGS; number++) {
                read(mutator.mutant(number));
            }
        }

        private void read(byte[] next) {
            input = next;
            worked = THREADS.getCurrentThreadCpuTime();
            began = System.nanoTime();
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            try {
                target.read(next.clone());
            } catch (Throwable e) { // of any kind: it is what is looked for
                found(e.getClass().getName() + " at " + place(e), String.valueOf(e.getMessage()));
            }
            long taken = THREADS.getCurrentThreadAllocatedBytes() - allocated;
            if (taken > MOST_BYTES) {
                found("More than " + (MOST_BYTES >> 20) + " MiB", (taken >> 20) + " MiB");
            }
        }

        /** The first line of our own, or else the first. */
        private String place(Throwable e) {
            StackTraceElement[] trace = e.getStackTrace();
            return Arrays.stream(trace)
                    .filter(frame -> frame.getClassName().startsWith("org.reason4j."))
                    .findFirst()
                    .or(() -> Arrays.stream(trace).findFirst())
                    .map(StackTraceElement::toString)
                    .orElse("an unknown place");
        }

        private synchronized void found(String kind, String detail) {
            if (!findings.containsKey(kind)) {
                String shown = detail.length() > 200 ? detail.substring(0, 200) + "..." : detail;
                findings.put(kind, kind + " (" + shown + "): " + save());
            }
        }

        private Path save() {
            Path file = Path.of("target", "mutated-inputs", name, Integer.toHexString(Arrays.hashCode(input)));
            try {
                Files.createDirectories(file.getParent());
                return Files.write(file, input);
            } catch (IOException e) {
                throw new UncheckedIOException("The input could not be written to " + file, e);
            }
        }

        /** Waits for the end, or for an input that takes too long. */
        void watch(Thread thread) {
            try {
                while (thread.isAlive()) {
                    thread.join(100);
                    if (thread.isAlive() && isTooLong(thread)) {
                        found("More than " + LONGEST.toSeconds() + " s", place(stack(thread)));
                        thread.interrupt();
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while inputs were read", e);
            }
        }

        private boolean isTooLong(Thread thread) {
            return THREADS.getThreadCpuTime(thread.getId()) - worked > LONGEST.toNanos()
                    || System.nanoTime() - began > LONGEST_WAIT.toNanos();
        }

        private Throwable stack(Thread thread) {
            Exception where = new Exception("where it was");
            where.setStackTrace(thread.getStackTrace());
            return where;
        }
    }
}
