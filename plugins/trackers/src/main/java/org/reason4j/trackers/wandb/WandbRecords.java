package org.reason4j.trackers.wandb;

import java.util.Map;

/** Records of a {@code .wandb} file; fields as in {@code wandb_internal.proto}. */
final class WandbRecords {

    /** The oldest client that reads all of these. */
    private static final String LEAST_READER = "0.12.0";

    private final String run;
    private int number;

    /**
     * Makes the records of a run.
     *
     * @param run its id
     */
    WandbRecords(String run) {
        this.run = run;
    }

    byte[] header(String producer) {
        WireMessage version = new WireMessage().text(1, producer).text(2, LEAST_READER);
        return record(21, new WireMessage().message(1, version));
    }

    /**
     * The run itself.
     *
     * @param config settings by name, as JSON
     */
    byte[] run(WandbConfig settings, String name, Map<String, String> config, long startMillis) {
        WireMessage updates = new WireMessage();
        config.forEach(
                (key, json) -> updates.message(1, new WireMessage().text(1, key).text(16, json)));
        WireMessage message = new WireMessage()
                .text(1, run)
                .text(2, settings.entity())
                .text(3, settings.project())
                .message(4, updates)
                .text(6, settings.group())
                .text(8, name);
        settings.tags().forEach(tag -> message.text(10, tag));
        WireMessage time = new WireMessage().number(1, startMillis / 1000).number(2, startMillis % 1000 * 1_000_000);
        return record(17, message.message(17, time));
    }

    /** A row of the history: values by name, as JSON. */
    byte[] history(long step, Map<String, String> row) {
        return record(2, items(row).message(2, new WireMessage().number(1, step)));
    }

    /** The last values. */
    byte[] summary(Map<String, String> values) {
        return record(3, items(values));
    }

    /** The end. */
    byte[] exit(int status, long seconds) {
        return record(18, new WireMessage().number(1, status).number(2, seconds));
    }

    /** Names are keys as they are, dots and slashes included. */
    private static WireMessage items(Map<String, String> values) {
        WireMessage items = new WireMessage();
        values.forEach(
                (key, json) -> items.message(1, new WireMessage().text(2, key).text(16, json)));
        return items;
    }

    private byte[] record(int field, WireMessage content) {
        WireMessage info = new WireMessage().text(1, run); // the stream of this record
        return new WireMessage()
                .number(1, ++number)
                .message(field, content)
                .message(200, info)
                .toByteArray();
    }
}
