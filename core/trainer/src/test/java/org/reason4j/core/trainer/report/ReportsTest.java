package org.reason4j.core.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.reason4j.core.formats.file.JsonValue;

class ReportsTest {

    private final MetricBuffer buffer = new MetricBuffer();

    private static OptionalDouble taken(MetricBuffer buffer, String name) {
        StepLog log = new StepLog(1);
        buffer.moveTo(log);
        return log.get(name);
    }

    private static double mean(List<Double> values) {
        MetricBuffer reported = new MetricBuffer();
        values.forEach(value -> reported.mean("m", value));
        return taken(reported, "m").orElseThrow();
    }

    @Test
    void aMeanIsTheSameInWhicheverOrderThreadsReport() {
        // one after the other, (0.1 + 0.2) + 0.3 is 0.6000000000000001, and (0.3 + 0.2) + 0.1 is 0.6
        List<Double> values = List.of(1e17, 0.1, 3.0, -1e17, 0.2, 7.7);
        double forward = mean(values);
        assertThat(mean(List.of(7.7, 0.2, -1e17, 3.0, 0.1, 1e17))).isEqualTo(forward);
        assertThat(mean(List.of(0.2, 1e17, 7.7, 0.1, -1e17, 3.0))).isEqualTo(forward);
    }

    @Test
    void numbersOfWorkForALaterStepCountThere() {
        Reports later = new Reports();
        buffer.mean("m", 1);
        buffer.keeping(later, () -> {
            buffer.mean("m", 5);
            buffer.add("n", 2);
            return true;
        });
        assertThat(taken(buffer, "m")).hasValue(1);
        buffer.take(later);
        buffer.mean("m", 7);
        buffer.add("n", 4);
        StepLog second = new StepLog(2);
        buffer.moveTo(second);
        assertThat(second.get("m")).hasValue((5.0 + 7.0) / 2);
        assertThat(second.get("n")).hasValue(2.0 + 4.0);
    }

    @Test
    void aThreadStartedByThatWorkReportsThereToo() throws InterruptedException {
        Reports later = new Reports();
        Thread started = buffer.keeping(later, () -> {
            Thread thread = new Thread(() -> buffer.add("n", 3));
            thread.start();
            return thread;
        });
        started.join();
        assertThat(taken(buffer, "n")).isEmpty();
        buffer.take(later);
        assertThat(taken(buffer, "n")).hasValue(3);
    }

    @Test
    void aThreadThatIsLateReportsIntoTheStepThatRuns() {
        Reports later = new Reports();
        buffer.take(later);
        buffer.keeping(later, () -> {
            buffer.add("n", 1);
            return true;
        });
        assertThat(taken(buffer, "n")).hasValue(1);
    }

    @Test
    void whatWasWrittenReadsAsTheSameNumbers() {
        Reports reports = new Reports();
        reports.mean("m", 1 / 3.0);
        reports.mean("m", Double.NaN);
        reports.mean("m", Double.NEGATIVE_INFINITY);
        reports.add("n", 0.1);
        Reports read = Reports.read(new JsonValue("rollouts.json", "", "", reports.write()));
        assertThat(read.write()).isEqualTo(reports.write());
        assertThat(read.write())
                .hasToString("{\"means\":{\"m\":[\"-Infinity\",0.3333333333333333,\"NaN\"]},\"sums\":{\"n\":[0.1]}}");
    }
}
