package org.reason4j.core.trainer.run;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.reason4j.core.host.track.Terminal;

/**
 * Text with a prefix before every line, for the console that several runs share. A line appears when it is complete; on a
 * terminal it replaces the line that is kept up to date there.
 */
final class PrefixedLines extends OutputStream {

    private static final String ERASE = "\r\u001b[2K";

    private final PrintStream out;
    private final byte[] prefix;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(); // guarded by this

    private PrefixedLines(PrintStream out, String prefix) {
        this.out = out;
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a stream that writes to another one; that stays its owner's to close. */
    static PrintStream over(PrintStream out, String prefix, Terminal terminal) {
        return new PrintStream(
                new PrefixedLines(out, terminal.live() ? ERASE + prefix : prefix), true, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int one) {
        if (line.size() == 0) {
            line.writeBytes(prefix);
        }
        line.write(one);
        if (one == '\n') {
            out.write(line.toByteArray(), 0, line.size());
            out.flush();
            line.reset();
        }
    }
}
