package org.reason4j.core.host.track.tensorboard;

import java.util.List;
import java.util.Map;

/**
 * Summaries of TensorBoard's plugin {@code hparams}: what a run was set to, and how it ended; fields as in {@code
 * plugin_data.proto} and {@code api.proto} of that plugin.
 */
final class HyperparameterEvents {

    private static final String PLUGIN = "hparams";
    private static final int DT_FLOAT = 1;
    private static final int STRING = 1;
    private static final int BOOL = 2;
    private static final int FLOAT64 = 3;
    private static final int SUCCESS = 1;
    private static final int FAILURE = 2;

    private HyperparameterEvents() {}

    /**
     * What there is to compare.
     *
     * @param settings text, numbers and truth values by path
     * @param tags names of scalars
     */
    static ProtoMessage experiment(Map<String, Object> settings, List<String> tags) {
        ProtoMessage experiment = new ProtoMessage();
        settings.forEach((path, value) ->
                experiment.message(4, new ProtoMessage().text(1, path).number(4, type(value))));
        for (String tag : tags) {
            experiment.message(5, new ProtoMessage().message(1, new ProtoMessage().text(2, tag)));
        }
        return summary("_hparams_/experiment", 2, experiment);
    }

    /** The settings of this run. */
    static ProtoMessage start(double wallTime, Map<String, Object> settings) {
        ProtoMessage start = new ProtoMessage();
        settings.forEach((path, value) ->
                start.message(1, new ProtoMessage().text(1, path).message(2, value(value))));
        return summary("_hparams_/session_start_info", 3, start.number(5, wallTime));
    }

    /** How the run ended. */
    static ProtoMessage end(double wallTime, boolean success) {
        ProtoMessage end = new ProtoMessage().number(1, (long) (success ? SUCCESS : FAILURE));
        return summary("_hparams_/session_end_info", 4, end.number(2, wallTime));
    }

    private static long type(Object value) {
        return value instanceof Boolean ? BOOL : value instanceof Number ? FLOAT64 : STRING;
    }

    /** {@code google.protobuf.Value}. */
    private static ProtoMessage value(Object value) {
        if (value instanceof Boolean truth) {
            return new ProtoMessage().number(4, truth ? 1L : 0L);
        }
        return value instanceof Number number
                ? new ProtoMessage().number(2, number.doubleValue())
                : new ProtoMessage().text(3, String.valueOf(value));
    }

    /** A value that holds the plugin's message in its metadata, and a tensor without numbers. */
    private static ProtoMessage summary(String tag, int field, ProtoMessage content) {
        ProtoMessage data = new ProtoMessage().message(field, content);
        ProtoMessage plugin = new ProtoMessage().text(1, PLUGIN).message(2, data);
        ProtoMessage empty = new ProtoMessage().message(2, new ProtoMessage());
        return new ProtoMessage()
                .text(1, tag)
                .message(8, new ProtoMessage().number(1, (long) DT_FLOAT).message(2, empty))
                .message(9, new ProtoMessage().message(1, plugin));
    }
}
