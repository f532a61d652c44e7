package org.reason4j.environment.mcp.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads a stream to its end, so that its writer never waits, and keeps its last lines. */
final class LastLines implements Runnable {

    private static final int LINES = 20;
    private static final int LINE_CHARACTERS = 500;

    private final InputStream stream;
    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();

    LastLines(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public void run() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (int next = reader.read(); next >= 0; next = reader.read()) {
                append((char) next);
            }
        } catch (IOException e) { // the writer has ended, so there is nothing more to read
            append('\n');
        }
    }

    private synchronized void append(char next) {
        if (next != '\n') {
            if (line.length() < LINE_CHARACTERS) {
                line.append(next);
            }
            return;
        }
        if (!line.isEmpty()) {
            lines.addLast(line.toString());
            line.setLength(0);
        }
        if (lines.size() > LINES) {
            lines.removeFirst();
        }
    }

    /** The last lines so far, the unfinished one included; empty if nothing was written. */
    synchronized String text() {
        String finished = String.join("\n", lines);
        return line.isEmpty() ? finished : lines.isEmpty() ? line.toString() : finished + "\n" + line;
    }
}
