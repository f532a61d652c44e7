package org.reason4j.core.host.track;

import jakarta.inject.Inject;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.reason4j.api.guard.Alarm;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.host.track.coach.Coach;

/**
 * Shows how a run is going: on a terminal one line of at most 80 columns that is kept up to date, with a lasting line for each
 * held-out measurement; elsewhere a line per step, or fewer when steps are fast. The time that is left comes first.
 */
public final class ConsoleTracker implements Tracker {

    private static final String REWRITE = "\r\u001b[2K";
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";
    private static final String BOLD_BLUE = "\u001b[1;34m";
    private static final String BOLD_RED = "\u001b[1;31m";
    private static final String BOLD_YELLOW = "\u001b[1;33m";
    private static final String FAINT = "\u001b[2m";
    private static final String RESET = "\u001b[0m";
    private static final int BAR_WIDTH = 8;
    private static final int COLUMNS = 80;
    private static final String GAP = "  "; // between the parts of a line
    private static final String SUPERVISED = "supervised";
    private static final double ACTIVITY_SECONDS = 10;

    private final PrintStream out;
    private final Terminal terminal;
    private final ConsoleConfig config;
    private final LongSupplier nanoTime;

    private int steps;
    private int firstStep = 1;
    private int lastStep;
    private long startedAt;
    private long printedAt;
    private long activityAt;
    private boolean printedAny;
    private boolean pending;
    private boolean lineOpen;
    private String activity = "";
    private String printedActivity = "";
    private final TokenCount heldOutTokens = new TokenCount();
    private long supervisedAt;
    private int supervisedFirst;
    private Map<String, Double> latest = Map.of();

    @Inject
    public ConsoleTracker(PrintStream out, Terminal terminal, ConsoleConfig config) {
        this(out, terminal, config, System::nanoTime);
    }

    ConsoleTracker(PrintStream out, Terminal terminal, ConsoleConfig config, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.config = config;
        this.nanoTime = nanoTime;
        activityAt = nanoTime.getAsLong();
    }

    @Override
    public void started(int firstStep, int steps) {
        this.firstStep = firstStep;
        this.steps = steps;
        lastStep = firstStep - 1;
        startedAt = nanoTime.getAsLong();
        if (firstStep > 1) {
            out.println("Continuing with step " + firstStep + " of " + steps);
        }
    }

    @Override
    public void progress(int step, String stage, long done, long total) {
        if (stage.equals(SUPERVISED)) {
            return; // told with its numbers
        }
        if (stage.equals(HeldOutScores.TOKENS_STAGE)) {
            heldOutTokens.written(done, nanoTime.getAsLong());
            return; // told with the responses
        }
        String counted = stage + " " + done + "/" + total;
        activity = counted + (stage.equals(HeldOutScores.STAGE) ? heldOutTokens : "");
        if (terminal.live()) {
            redraw();
        } else if (isOutsideSteps() && (done == total || secondsSince(activityAt) >= ACTIVITY_SECONDS)) {
            printActivity(done == total ? counted : activity);
        }
    }

    /** Tells what is under way on a line, unless the last such line was about the same. */
    private void printActivity(String about) {
        if (!about.equals(printedActivity)) {
            out.println(activity);
            printedActivity = about;
        }
        activityAt = nanoTime.getAsLong();
    }

    @Override
    public void supervised(int step, int steps, Map<String, Double> metrics) {
        if (supervisedAt == 0) {
            supervisedAt = nanoTime.getAsLong();
            supervisedFirst = step;
        }
        int done = step - supervisedFirst; // since the first one ended
        Line line = new Line(Integer.MAX_VALUE);
        line.add(SUPERVISED + " " + step + "/" + steps);
        if (done > 0 && step < steps) {
            line.add(left(secondsSince(supervisedAt) / done * (steps - step)));
        }
        ConsoleFields.ofSupervised(metrics).forEach(field -> line.add(field.label() + " " + field.value()));
        activity = line.toString();
        if (terminal.live()) {
            redraw();
            if (step == steps) {
                erase();
                out.println(activity);
            }
        } else if (step == steps || secondsSince(activityAt) >= ACTIVITY_SECONDS) {
            printActivity(activity);
        }
        out.flush();
    }

    /** Returns true while no step is under way: in the supervised stage, or in a measurement before or after training. */
    private boolean isOutsideSteps() {
        return lastStep >= steps;
    }

    @Override
    public void step(int step, Map<String, Double> metrics) {
        lastStep = step;
        activity = "";
        Map<String, Double> shown = new HashMap<>(metrics);
        Double earlier = latest.get(MetricNames.ACCURACY);
        if (earlier != null && (terminal.live() || pending)) { // a measurement is not lost with the line that held it
            shown.putIfAbsent(MetricNames.ACCURACY, earlier);
        }
        latest = shown;
        if (terminal.live()) {
            if (metrics.containsKey(MetricNames.ACCURACY) || step == steps) {
                erase();
                out.println(line());
            }
            redraw();
        } else {
            pending = true;
            if (!printedAny || secondsSince(printedAt) >= config.intervalSeconds() || step == steps) {
                printPlain();
            }
        }
        out.flush();
    }

    /** Tells an alarm, or what the coach says, on a line that stays. */
    @Override
    public void alarm(int step, String guard, Alarm alarm) {
        erase();
        boolean hint = guard.equals(Coach.NAME);
        String who = hint ? paint(BOLD_YELLOW, guard) : paint(BOLD_RED, "alarm");
        out.println(who + " at step " + step + (hint ? ", " : ", " + guard + ": ") + alarm.reason());
        out.flush();
    }

    @Override
    public void close() {
        if (pending) {
            printPlain();
        }
        erase();
        out.flush();
    }

    private void printPlain() {
        out.println(line());
        printedAny = true;
        pending = false;
        printedAt = nanoTime.getAsLong();
    }

    private void redraw() {
        if (isOutsideSteps() && activity.isEmpty()) {
            return;
        }
        String state =
                isOutsideSteps() ? paint(FAINT, activity) : bar() + " " + line(COLUMNS - BAR_WIDTH - 2, activity);
        out.print(REWRITE + NO_WRAP + state + WRAP);
        out.flush();
        lineOpen = true;
    }

    private void erase() {
        if (lineOpen) {
            out.print(REWRITE);
            lineOpen = false;
        }
    }

    /** The line of a step as it stands on a terminal or elsewhere, where lines may be longer. */
    private String line() {
        return line(terminal.live() ? COLUMNS - 1 : Integer.MAX_VALUE, "");
    }

    /** Step, time left, what is under way, and as many of the numbers, in their order, as there is room for. */
    private String line(int columns, String underWay) {
        String total = String.valueOf(steps);
        String number = String.format(Locale.ROOT, "%" + total.length() + "d/%s", lastStep, total);
        Line line = new Line(columns);
        line.add(paint(FAINT, "step ") + number, "step " + number);
        int done = lastStep - firstStep + 1;
        if (done > 0 && lastStep < steps) {
            line.add(left(secondsSince(startedAt) / done * (steps - lastStep)));
        }
        for (String part : underWay.split(GAP)) {
            line.add(paint(FAINT, part), part);
        }
        for (ConsoleFields.Field field : ConsoleFields.of(latest)) {
            boolean leading = field.label().equals("reward") || field.label().equals("held-out");
            String label = field.label() + " ";
            String value = leading ? paint(BOLD_BLUE, field.value()) : field.value();
            line.add(paint(FAINT, label) + value, label + field.value());
        }
        return line.toString();
    }

    private static String left(double seconds) {
        return ConsoleFields.duration(seconds) + " left";
    }

    /** Parts of a line, two blanks between them, as long as there is room. */
    private static final class Line {

        private final int columns;
        private final StringBuilder text = new StringBuilder();
        private int length;

        Line(int columns) {
            this.columns = columns;
        }

        void add(String plain) {
            add(plain, plain);
        }

        /** Adds a part as it is painted, unless it is too long as it is read. */
        void add(String painted, String read) {
            int gap = length == 0 ? 0 : GAP.length();
            if (!read.isEmpty() && length + gap + read.length() <= columns) {
                text.append(" ".repeat(gap)).append(painted);
                length += gap + read.length();
            }
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    private String bar() {
        int full = steps == 0 ? 0 : (int) ((long) lastStep * BAR_WIDTH / steps);
        return paint(BOLD_BLUE, "━".repeat(full)) + paint(FAINT, "─".repeat(BAR_WIDTH - full));
    }

    private String paint(String colour, String text) {
        return terminal.colour() && !text.isEmpty() ? colour + text + RESET : text;
    }

    private double secondsSince(long time) {
        return (nanoTime.getAsLong() - time) / 1e9;
    }
}
