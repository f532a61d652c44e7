package org.reason4j.core.host.track.tensorboard;

import java.util.Map;
import java.util.TreeMap;

/** TensorBoard's events as bytes; fields as in {@code event.proto}, {@code summary.proto} and {@code tensor.proto}. */
final class TensorBoardEvents {

    private static final int DT_STRING = 7;
    private static final int SESSION_START = 1;

    private TensorBoardEvents() {}

    /** The first event of every file. */
    static byte[] version(double wallTime) {
        return new ProtoMessage().number(1, wallTime).text(3, "brain.Event:2").toByteArray();
    }

    /** Tells TensorBoard to forget what earlier files hold from {@code step} on. */
    static byte[] sessionStart(double wallTime, int step) {
        return event(wallTime, step)
                .message(7, new ProtoMessage().number(1, SESSION_START))
                .toByteArray();
    }

    /** One number per metric. */
    static byte[] scalars(double wallTime, int step, Map<String, Double> metrics) {
        ProtoMessage summary = new ProtoMessage();
        new TreeMap<>(metrics)
                .forEach((name, value) ->
                        summary.message(1, new ProtoMessage().text(1, name).number(2, value.floatValue())));
        return event(wallTime, step).message(5, summary).toByteArray();
    }

    /** A text in Markdown. */
    static byte[] text(double wallTime, int step, String name, String markdown) {
        ProtoMessage shape = new ProtoMessage().message(2, new ProtoMessage().number(1, 1L));
        ProtoMessage tensor =
                new ProtoMessage().number(1, (long) DT_STRING).message(2, shape).text(8, markdown);
        ProtoMessage metadata = new ProtoMessage().message(1, new ProtoMessage().text(1, "text"));
        ProtoMessage value = new ProtoMessage().text(1, name).message(8, tensor).message(9, metadata);
        return event(wallTime, step)
                .message(5, new ProtoMessage().message(1, value))
                .toByteArray();
    }

    /** A summary of one value. */
    static byte[] summary(double wallTime, int step, ProtoMessage value) {
        return event(wallTime, step)
                .message(5, new ProtoMessage().message(1, value))
                .toByteArray();
    }

    /** The step of an event written here: the field after the wall time; 0 for an event without step. */
    static long step(byte[] event) {
        int at = 9;
        if (event.length <= at || event[at] != 2 << 3) {
            return 0;
        }
        long step = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = event[++at];
            step |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return step;
            }
        }
    }

    private static ProtoMessage event(double wallTime, int step) {
        return new ProtoMessage().number(1, wallTime).number(2, (long) step);
    }
}
