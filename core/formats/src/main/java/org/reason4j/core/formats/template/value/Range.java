package org.reason4j.core.formats.template.value;

import java.util.AbstractList;
import java.util.Arrays;

/** The numbers from {@code start} to {@code stop}, {@code step} apart, as Python's {@code range} counts them. */
public final class Range extends AbstractList<Object> {

    private static final long LARGEST = 100_000;

    private final long start;
    private final long stop;
    private final long step;

    private Range(long start, long stop, long step) {
        this.start = start;
        this.stop = stop;
        this.step = step;
    }

    public static Object of(Arguments arguments) {
        long[] numbers =
                arguments.positional().stream().mapToLong(Values::index).toArray();
        if (numbers.length < 1 || numbers.length > 3) {
            throw TemplateException.of("range expected 1 to 3 arguments, got %d", numbers.length);
        }
        long largestSpan = Long.MAX_VALUE / 2;
        if (Arrays.stream(numbers).anyMatch(number -> number > largestSpan || number < -largestSpan)) {
            throw tooBig();
        }
        Range range = numbers.length == 1
                ? new Range(0, numbers[0], 1)
                : new Range(numbers[0], numbers[1], numbers.length == 3 ? numbers[2] : 1);
        if (range.step == 0) {
            throw new TemplateException("range() arg 3 must not be zero");
        }
        if (range.length() > LARGEST) {
            throw tooBig();
        }
        return range;
    }

    private static TemplateException tooBig() {
        return TemplateException.of("Range too big. The sandbox blocks ranges larger than MAX_RANGE (%d).", LARGEST);
    }

    private long length() {
        long span = step > 0 ? stop - start : start - stop;
        return span <= 0 ? 0 : (span - 1) / Math.abs(step) + 1;
    }

    @Override
    public Object get(int index) {
        return start + index * step;
    }

    @Override
    public int size() {
        return (int) length();
    }

    /** The range as Python prints it. */
    String described() {
        return "range(" + start + ", " + stop + (step == 1 ? "" : ", " + step) + ")";
    }
}
