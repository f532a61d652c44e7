package org.reason4j.core.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.api.plugin.ConfigException.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;

/** Settings of a sealed interface: a choice between records. */
class ChoicesTest {

    sealed interface Form permits Circle, OpenBox, Point, Tagged {}

    record Circle(double radius) implements Form {
        static final Circle DEFAULTS = new Circle(1);

        Circle {
            check(radius > 0, "circle.radius must be positive, got %s", radius);
        }
    }

    record OpenBox(double width, double height, Optional<Form> within) implements Form {
        static final OpenBox DEFAULTS = new OpenBox(1, 2, Optional.empty());
    }

    record Point() implements Form {}

    record Tagged(String tag) implements Form {}

    record Settings(int count, Form form, Optional<Form> other, List<Form> more) {
        static final Settings DEFAULTS =
                new Settings(1, new OpenBox(3, 4, Optional.empty()), Optional.empty(), List.of());
    }

    private static Settings bind(Map<String, Object> config) {
        return SettingsBinder.bind(Settings.DEFAULTS, Optional.empty(), config, "x.config");
    }

    private static Form form(Object given) {
        return bind(Map.of("form", given)).form();
    }

    @Test
    void aBareNameStandsForTheDefaultsOfItsRecord() {
        assertThat(form("circle")).isEqualTo(new Circle(1));
        assertThat(form("open-box")).isEqualTo(OpenBox.DEFAULTS);
        assertThat(form("openBox")).isEqualTo(OpenBox.DEFAULTS);
        assertThat(form("point")).isEqualTo(new Point());
    }

    @Test
    void settingsStandBesideTheNameAndStartFromTheDefaultsOfItsRecord() {
        assertThat(form(Map.of("name", "circle", "radius", 5))).isEqualTo(new Circle(5));
        assertThat(form(Map.of("name", "open-box", "height", 5))).isEqualTo(new OpenBox(1, 5, Optional.empty()));
        assertThat(form(Map.of("name", "tagged", "tag", "t"))).isEqualTo(new Tagged("t"));
    }

    @Test
    void aSectionWithoutANameChangesTheChoiceThatIsThere() {
        assertThat(form(Map.of("height", 5))).isEqualTo(new OpenBox(3, 5, Optional.empty()));
        Settings preset = bind(Map.of("form", "circle"));
        assertThat(SettingsBinder.bind(Settings.DEFAULTS, Optional.of(preset), Map.of("form", Map.of("radius", 7)), "x")
                        .form())
                .isEqualTo(new Circle(7));
    }

    @Test
    void choicesAreBoundWithinOptionalsListsAndChoices() {
        assertThat(bind(Map.of("other", "point", "more", List.of("circle", Map.of("name", "point")))))
                .isEqualTo(new Settings(
                        1, Settings.DEFAULTS.form(), Optional.of(new Point()), List.of(new Circle(1), new Point())));
        assertThat(form(Map.of("within", Map.of("name", "circle", "radius", 2))))
                .isEqualTo(new OpenBox(3, 4, Optional.of(new Circle(2))));
    }

    @Test
    void whatIsNoChoiceIsReportedWithThoseThereAre() {
        assertProblem(
                "circel",
                "x.config.form.name: found 'circel', expected one of circle, open-box, point, tagged; did you mean 'circle'?");
        assertProblem(3, "x.config.form: found 3, expected one of circle, open-box, point, tagged");
        assertProblem(
                Map.of("name", 3), "x.config.form.name: found 3, expected one of circle, open-box, point, tagged");
        assertProblem(Map.of("name", "circle", "width", 3), "x.config.form.width: unknown key. Known: radius");
        assertProblem(Map.of("radius", 3), "x.config.form.radius: unknown key. Known: width, height, within");
        assertProblem(
                Map.of("name", "circle", "radius", -1), "x.config.form: circle.radius must be positive, got -1.0");
        assertProblem("tagged", "x.config.form.tag: missing, expected text");
    }

    @Test
    void aSectionWithoutANameIsRefusedWhereNoChoiceIsThere() {
        assertThatThrownBy(() -> bind(Map.of("other", Map.of("radius", 3))))
                .isInstanceOf(ConfigException.class)
                .hasMessage("x.config.other.name: missing, expected one of circle, open-box, point, tagged");
    }

    @Test
    void settingsAreWrittenAsTheyAreRead() {
        Settings settings =
                bind(Map.of("form", Map.of("within", "circle"), "other", "point", "more", List.of("circle")));
        assertThat(RecipeTree.inline(RecipeTree.of(settings)))
                .isEqualTo(
                        "{count: 1, form: {name: open-box, width: 3.0, height: 4.0, within: {name: circle, radius: 1.0}},"
                                + " other: {name: point}, more: [{name: circle, radius: 1.0}]}");
        @SuppressWarnings("unchecked") // a record is written as a map
        Map<String, Object> written = (Map<String, Object>) RecipeTree.of(settings);
        assertThat(bind(written)).isEqualTo(settings);
    }

    @Test
    void theTableHasTheChoiceInForceAndThenTheOthers() {
        Map<String, String> rows = new LinkedHashMap<>();
        SettingsTable.of(Settings.DEFAULTS).forEach(row -> rows.put(row.path(), row.text()));
        assertThat(rows)
                .containsEntry("form", "open-box")
                .containsEntry("form.height", "4.0")
                .containsEntry("form[circle].radius", "1.0")
                .containsEntry("form[tagged].tag", "required")
                .containsEntry("other", "absent");
        assertThat(SettingsTable.changes(
                        Settings.DEFAULTS, bind(Map.of("form", Map.of("name", "circle", "radius", 9)))))
                .containsOnlyKeys("form", "form.radius");
    }

    sealed interface Unclear permits Named, Twice.Same, Same {}

    record Named(String name) implements Unclear {}

    record Same() implements Unclear {}

    static final class Twice {
        record Same(int[] numbers) implements Unclear {}
    }

    record Broken(Unclear choice) {}

    @Test
    void choicesThatNoRecipeCanTellApartAreRefused() {
        assertThat(SettingsBinder.unbindable(Broken.class))
                .containsExactly(
                        "choice has the choice 'named' with a setting named 'name', which is where recipes write the choice;"
                                + " rename it",
                        "choice[same].numbers is an array; make it a List",
                        "choice has two choices named 'same', " + Same.class.getName() + " and another; rename one");
    }

    private static void assertProblem(Object given, String line) {
        assertThatThrownBy(() -> form(given))
                .isInstanceOf(ConfigException.class)
                .hasMessage(line);
    }
}
