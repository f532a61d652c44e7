package org.reason4j.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;

/** Runs commands as people type them, with the first-party plugins, and keeps what they print. */
public final class CommandTester {

    static {
        System.setProperty("reason4j.home", FirstPartyPlugins.home().toString());
    }

    private CommandTester() {}

    /** What a command ended with and printed. */
    public record Outcome(int exitCode, String out, String err) {
        public JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    public static Outcome run(Object... arguments) {
        return run(Path::of, arguments);
    }

    /** Runs a command whose paths may be on another file system. */
    static Outcome run(ITypeConverter<Path> paths, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int exitCode = Main.commandLine(texts)
                .registerConverter(Path.class, paths)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(texts);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    /** A tiny llama of a vocabulary of 100 characters. */
    public static Path llama() {
        try {
            return Path.of(Objects.requireNonNull(CommandTester.class.getResource("/models/llama"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
