package org.reason4j.api.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/** The parts of a worker process: its program, the setup of that, files and environment. Immutable. */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class WorkerSpec {

    private final String program;
    private final byte[] setup;
    private final Map<String, Path> files;
    private final Map<String, String> environment;

    private WorkerSpec(String program, byte[] setup, Map<String, Path> files, Map<String, String> environment) {
        this.program = program;
        this.setup = setup;
        this.files = files;
        this.environment = environment;
    }

    /**
     * A specification.
     *
     * @param program name of the class that implements {@link WorkerProgram}
     * @param setup what its constructor is given
     * @param files files of this machine by the name that they have in a worker's directory, such as {@code lib/a.jar}: those
     *     below {@code lib/} are its class path, those below {@code plugins/} are plugins
     * @param environment variables that native code reads when a process starts
     */
    public static WorkerSpec of(
            String program, byte[] setup, Map<String, Path> files, Map<String, String> environment) {
        return new WorkerSpec(program, setup.clone(), new TreeMap<>(files), Map.copyOf(environment));
    }

    /** Name of the class that implements {@link WorkerProgram}. */
    public String program() {
        return program;
    }

    /** The argument of its constructor; a copy. */
    public byte[] setup() {
        return setup.clone();
    }

    /** Files of this machine by their names in a worker's directory, in alphabetical order; a copy. */
    public Map<String, Path> files() {
        return new TreeMap<>(files);
    }

    /** Variables that native code reads when a process starts. */
    public Map<String, String> environment() {
        return environment;
    }
}
