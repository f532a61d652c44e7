package org.reason4j.core.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;

class SettingsBinderTest {

    enum Mode {
        TOKEN_MEAN,
        SUM
    }

    record Bounds(double low, double high) {
        Bounds {
            check(low < high, "low must be below high, got %s and %s", low, high);
        }
    }

    record Settings(
            int width,
            float scale,
            Mode mode,
            Bounds bounds,
            Optional<String> label,
            List<Bounds> more,
            Map<String, Integer> weights,
            Path path,
            Map<String, Object> free) {

        static final Settings DEFAULTS = new Settings(
                1, 0.5f, Mode.SUM, new Bounds(0, 1), Optional.of("x"), List.of(), Map.of(), Path.of("p"), Map.of());

        Settings {
            check(width > 0, "width must be positive, got %s", width);
        }
    }

    private static Settings bind(Map<String, Object> config) {
        return SettingsBinder.bind(Settings.DEFAULTS, Optional.empty(), config, "optimizer.config");
    }

    private static void assertProblems(Map<String, Object> config, String... lines) {
        assertThatThrownBy(() -> bind(config))
                .isInstanceOf(ConfigException.class)
                .hasMessage(String.join("\n", lines));
    }

    @Test
    void nothingGivenMeansTheDefaultsOrThePreset() {
        Settings preset = bind(Map.of("width", 9));
        assertThat(bind(Map.of())).isEqualTo(Settings.DEFAULTS);
        assertThat(SettingsBinder.bind(Settings.DEFAULTS, Optional.of(preset), Map.of("scale", 2), "x"))
                .isEqualTo(bind(Map.of("width", 9, "scale", 2)));
    }

    @Test
    void everyKindOfSettingIsBound() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("width", "1e3");
        config.put("scale", 2);
        config.put("mode", "token-mean");
        config.put("bounds", Map.of("high", 5));
        config.put("label", null);
        config.put("more", List.of(Map.of("low", 1, "high", 2)));
        config.put("weights", Map.of("a-b", 3));
        config.put("path", "q/r");
        config.put("free", Map.of("k", List.of(1, "x")));
        assertThat(bind(config))
                .isEqualTo(new Settings(
                        1000,
                        2f,
                        Mode.TOKEN_MEAN,
                        new Bounds(0, 5),
                        Optional.empty(),
                        List.of(new Bounds(1, 2)),
                        Map.of("a-b", 3),
                        Path.of("q/r"),
                        Map.of("k", List.of(1, "x"))));
    }

    @Test
    void enumsAreAcceptedHoweverTheyAreSpelled() {
        for (String spelling : List.of("token-mean", "tokenMean", "TOKEN_MEAN", "token_mean")) {
            assertThat(bind(Map.of("mode", spelling)).mode()).isEqualTo(Mode.TOKEN_MEAN);
        }
    }

    @Test
    void allProblemsAreReportedTogether() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("widht", 2);
        config.put("width", 1.5);
        config.put("scale", Double.NaN);
        config.put("mode", "median");
        config.put("label", 3);
        config.put("more", Arrays.asList(Map.of("low", 1)));
        config.put("weights", Map.of("a", "b"));
        assertProblems(
                config,
                "optimizer.config.widht: unknown key, did you mean 'width'? "
                        + "Known: width, scale, mode, bounds, label, more, weights, path, free",
                "optimizer.config.width: found 1.5, expected a whole number",
                "optimizer.config.scale: found NaN, expected a finite number",
                "optimizer.config.mode: found 'median', expected one of token-mean, sum",
                "optimizer.config.label: found 3, expected text; put it in quotes",
                "optimizer.config.more[0].high: missing, expected a number",
                "optimizer.config.weights.a: found 'b', expected a whole number");
    }

    @Test
    void whatTheRecordRejectsIsReportedWhereItStands() {
        assertProblems(Map.of("width", -1), "optimizer.config: width must be positive, got -1");
        assertProblems(
                Map.of("bounds", Map.of("low", 3), "width", "x"),
                "optimizer.config.width: found 'x', expected a whole number",
                "optimizer.config.bounds: low must be below high, got 3.0 and 1.0");
    }

    @Test
    void nothingIsNotANumber() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("width", null);
        assertProblems(config, "optimizer.config.width: found nothing, expected a whole number");
    }

    record Timed(Duration time) {}

    private static Duration time(Object written) {
        return SettingsBinder.bind(
                        new Timed(Duration.ZERO), Optional.empty(), Map.of("time", written), "rewards[0].config")
                .time();
    }

    @Test
    void aDurationIsAnAmountWithAUnitOrIso8601() {
        assertThat(time("10s")).isEqualTo(Duration.ofSeconds(10));
        assertThat(time("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(time("2 h")).isEqualTo(Duration.ofHours(2));
        assertThat(time("PT1M30S")).isEqualTo(Duration.ofSeconds(90));
        assertThat(time(Duration.ofDays(3).toString())).isEqualTo(Duration.ofDays(3));
        for (Object wrong : List.of("10 parsecs", 10)) {
            assertThatThrownBy(() -> time(wrong))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("expected a duration such as 10s, 500ms or PT10S");
        }
    }
}
