package org.reason4j.reward.code.worker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A run of a program, in a thread of its own, whose standard streams are its own, too. */
final class Execution {

    private static final long STACK_BYTES = 64L << 20;
    private static final long WAIT_MILLIS = 20;

    private final ThreadGroup group = new ThreadGroup("program");
    private final BoundedOutput output;
    private final InputStream input;
    private @Nullable Object result;
    private @Nullable Throwable failure;
    private boolean exited;

    Execution(byte[] input, int mostOutputBytes) {
        this.input = new ByteArrayInputStream(input);
        this.output = new BoundedOutput(mostOutputBytes);
    }

    /** The end of a run by {@code System.exit}. */
    static final class ExitError extends ThreadDeath {
        private static final long serialVersionUID = 1;

        final int status;

        ExitError(int status) {
            this.status = status;
        }
    }

    /** A program wrote more than allowed. */
    static final class OutputError extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Runs a program until it and all its threads that are no daemons have ended. */
    byte run(ClassLoader loader, Callable<@Nullable Object> program) throws InterruptedException {
        PrintStream printed = new PrintStream(output, false, StandardCharsets.UTF_8);
        System.setIn(input);
        System.setOut(printed);
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        Thread thread = new Thread(group, () -> call(program), "main", STACK_BYTES);
        thread.setContextClassLoader(loader);
        thread.setDaemon(false);
        thread.start();
        thread.join();
        while (failure == null && hasThreads()) {
            Thread.sleep(WAIT_MILLIS);
        }
        printed.flush();
        return status();
    }

    private void call(Callable<@Nullable Object> program) {
        try {
            result = program.call();
        } catch (Throwable e) { // whatever a program throws is its end
            Throwable thrown = cause(e);
            failure = thrown instanceof ExitError exit && exit.status == 0 ? null : thrown;
            exited = thrown instanceof ExitError;
        }
    }

    private boolean hasThreads() {
        Thread[] threads = new Thread[group.activeCount() + 8];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count).anyMatch(thread -> thread.isAlive() && !thread.isDaemon());
    }

    private byte status() {
        if (output.isOverflown() || failure instanceof OutputError) {
            return Wire.TOO_MUCH_OUTPUT;
        }
        if (failure instanceof OutOfMemoryError) {
            return Wire.OUT_OF_MEMORY;
        }
        if (failure instanceof AssertionError) {
            return Wire.ASSERTION_FAILED;
        }
        return failure == null ? Wire.ENDED : Wire.FAILED;
    }

    /** What a program threw, without the exceptions of reflection around it. */
    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        for (Throwable next = cause.getCause();
                cause instanceof InvocationTargetException && next != null;
                next = cause.getCause()) {
            cause = next;
        }
        return cause;
    }

    /** True if the program ended itself. */
    boolean isExited() {
        return exited;
    }

    @Nullable
    Object result() {
        return result;
    }

    byte[] output() {
        return output.bytes();
    }

    /** What a program printed, up to a bound. */
    private static final class BoundedOutput extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int most;
        private boolean overflown;

        BoundedOutput(int most) {
            this.most = most;
        }

        @Override
        public synchronized void write(int one) {
            require(1);
            bytes.write(one);
        }

        @Override
        public synchronized void write(byte[] buffer, int offset, int length) {
            require(length);
            bytes.write(buffer, offset, length);
        }

        private void require(int more) {
            if (bytes.size() + more > most) {
                overflown = true;
                throw new OutputError();
            }
        }

        synchronized boolean isOverflown() {
            return overflown;
        }

        synchronized byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
