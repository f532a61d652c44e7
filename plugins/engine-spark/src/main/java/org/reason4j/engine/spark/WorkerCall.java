package org.reason4j.engine.spark;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * A task as it travels to an executor. No class of the API or of the run stands in it: executors have those in a class loader of their
 * own.
 */
final class WorkerCall implements Function<byte[], byte[]> {

    private static final long serialVersionUID = 1;

    private final Program program;
    private final String stage;
    private final HashMap<Long, Broadcast<byte[]>> shared;

    WorkerCall(Program program, String stage, Map<Long, Broadcast<byte[]>> shared) {
        this.program = program;
        this.stage = stage;
        this.shared = new HashMap<>(shared);
    }

    /**
     * What an executor makes once.
     *
     * @param run names it among others
     * @param type name of the program's class
     * @param setup what its constructor is given
     * @param files names of fetched files by their names in the worker's directory
     * @param install directory of reason4j on the executor's machine, or empty
     */
    record Program(String run, String type, byte[] setup, TreeMap<String, String> files, String install)
            implements Serializable {

        Program(String run, String type, byte[] setup, Map<String, String> files, String install) {
            this(run, type, setup, new TreeMap<>(files), install);
        }
    }

    @Override
    public byte[] call(byte[] item) throws Exception {
        return Programs.of(program)
                .run(
                        stage,
                        item,
                        id -> Objects.requireNonNull(shared.get(id), "shared bytes")
                                .value());
    }

    /** Ends the program of a run in the process that does this task. */
    record End(String run) implements VoidFunction<Integer> {

        private static final long serialVersionUID = 1;

        @Override
        public void call(Integer task) throws Exception {
            Programs.end(run);
        }
    }
}
