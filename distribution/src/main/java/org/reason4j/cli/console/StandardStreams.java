package org.reason4j.cli.console;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** Streams in front of those of the process. */
public final class StandardStreams {

    private StandardStreams() {}

    /** Returns a stream that encodes text as standard output does. */
    public static PrintStream likeOutput(OutputStream stream) {
        return encoding("stdout", stream);
    }

    /** Returns a stream that encodes text as standard error does. */
    public static PrintStream likeError(OutputStream stream) {
        return encoding("stderr", stream);
    }

    private static PrintStream encoding(String name, OutputStream stream) {
        String encoding = System.getProperty(name + ".encoding", System.getProperty("sun." + name + ".encoding", ""));
        Charset charset = encoding.isEmpty() ? Charset.defaultCharset() : Charset.forName(encoding);
        return new PrintStream(stream, true, charset);
    }
}
