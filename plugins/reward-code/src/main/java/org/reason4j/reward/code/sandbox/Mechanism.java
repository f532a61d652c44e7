package org.reason4j.reward.code.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A way to start a program in a sandbox. */
public interface Mechanism {

    /** Programs that a sandbox needs within it, as names. */
    List<String> tools();

    /** Its name, for messages. */
    String name();

    /**
     * What starts a program.
     *
     * @param command the command and its arguments
     * @param files files that it reads, to be deleted afterwards
     */
    record Launch(List<String> command, List<Path> files) {}

    /**
     * Makes the command that starts a program in a sandbox of its own.
     *
     * @param room what the program sees
     * @param limits what it may take up
     * @param program the program and its arguments, as in the sandbox
     * @throws IOException if files that the sandbox needs can't be written
     */
    Launch launch(Room room, Limits limits, List<String> program) throws IOException;
}
