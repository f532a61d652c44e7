package org.reason4j.core.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;

@SuppressWarnings({"NullAway", "unchecked", "rawtypes"}) // plugins are compiled by others
class RegistrationTest {

    private static void assertRefused(Plugin plugin, String... parts) {
        assertThatThrownBy(() -> PluginRegistry.of(plugin))
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void allProblemsOfAPluginAreToldAtOnce() {
        Plugin broken = registry -> {
            registry.reward("Math", new None(), Zero.class);
            registry.reward("null-settings", null, Zero.class);
            registry.reward("no-class", new None(), null);
            registry.shared(Reward.class);
            registry.recipe("bad", "trainning: {steps: 1}");
            throw new AssertionError("after all that");
        };
        assertThatThrownBy(() -> PluginRegistry.of(broken))
                .isInstanceOf(PluginException.class)
                .hasCauseInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "has 6 problems:",
                        "- Reward 'Math' has a name that is not made of lower-case letters, digits and dashes.",
                        "- Reward 'null-settings' has the default settings null",
                        "- Reward 'no-class' has the class null",
                        "- The shared class " + Reward.class.getName() + " is abstract",
                        "- Recipe 'bad': fragment:1: trainning: unknown key, did you mean 'training'?",
                        "- It failed to register: java.lang.AssertionError: after all that");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Math", "pass_at_k", "a.b", "ä"})
    void aNameConsistsOfLowerCaseLettersDigitsAndDashes(String name) {
        assertRefused(registry -> registry.reward(name, new None(), Zero.class), "Reward '" + name + "' has a name");
        assertThat(PluginRegistry.of(registry -> registry.reward("pass-at-8", new None(), Zero.class))
                        .offers(Kind.REWARD))
                .hasSize(1);
    }

    @Test
    void nullIsNoName() {
        assertRefused(registry -> registry.reward(null, new None(), Zero.class), "Reward 'null' has a name");
    }

    @Test
    void aTypeImplementsTheContractOfItsKind() {
        assertRefused(
                registry -> registry.offer((Kind) Kind.REWARD, "nothing", new None(), Nothing.class, Map.of()),
                "Reward 'nothing': " + Nothing.class.getName() + " does not implement " + Reward.class.getName());
    }

    @Test
    void aTypeCanBeConstructed() {
        assertRefused(registry -> registry.reward("abstract", new None(), Reward.class), "is abstract");
    }

    @Test
    void presetsAreRecordsOfTheClassOfTheDefaults() {
        assertRefused(
                registry -> registry.offer(Kind.REWARD, "one", new None(), Zero.class, null),
                "Reward 'one' has the presets null");
        assertRefused(
                registry ->
                        registry.offer(Kind.REWARD, "one", new None(), Zero.class, Collections.singletonMap("x", null)),
                "Reward 'one' has the preset 'x' that is null");
        Map others = Map.of("other", new Arrays(new int[0], List.of()));
        assertRefused(
                registry -> registry.offer(Kind.REWARD, "one", (Record) new None(), Zero.class, others),
                "Reward 'one' has the preset 'other' that is a " + Arrays.class.getName());
        assertRefused(
                registry ->
                        registry.offer(Kind.REWARD, "one", new None(), Zero.class, Map.of("Heavy Metal", new None())),
                "Preset of reward 'one', 'Heavy Metal' has a name");
    }

    @Test
    void settingsThatNoRecipeCanGiveAreNamed() {
        assertRefused(
                registry -> registry.reward("arrays", new Arrays(new int[0], List.of()), Zero.class),
                "has 2 problems",
                "Reward 'arrays' has a setting that no recipe can give: numbers is an array; make it a List",
                "nested is an array");
        assertRefused(
                registry -> registry.reward("sealed", new Shaped(Optional.empty(), Map.of()), Zero.class),
                "form is of the sealed type " + Form.class.getName(),
                "byNumber is a map with keys of java.lang.Integer");
        assertRefused(
                registry -> registry.reward("threads", new Threads(() -> {}), Zero.class),
                "thread is of type java.lang.Runnable");
    }

    @Test
    void settingsOfEveryOtherTypeAreAccepted() {
        Plugin plugin = registry -> registry.reward("rich", Rich.DEFAULTS, Zero.class);
        assertThat(PluginRegistry.of(plugin)
                        .find(Kind.REWARD, "rich", "rewards[0]")
                        .defaults())
                .isEqualTo(Rich.DEFAULTS);
    }

    @Test
    void onePluginGivesANameOnce() {
        Plugin twice = registry -> {
            registry.reward("one", new None(), Zero.class);
            registry.reward("one", new None(), Zero.class);
            registry.recipe("two", "seed: 1");
            registry.recipe("two", "seed: 2");
            registry.shared(Shared.class);
            registry.shared(Shared.class);
        };
        assertRefused(
                twice,
                "two components of the kind reward named 'one'",
                "Recipe 'two' is offered twice",
                "is shared twice");
    }

    @Test
    void aRecipeIsFoundByItsName() {
        PluginRegistry registry = PluginRegistry.of(plugin -> plugin.recipe("dapo", "seed: 7"));
        assertThat(registry.recipe("dapo").yaml()).isEqualTo("seed: 7");
        assertThat(registry.plugins().get(0).recipes()).containsExactly("dapo");
        assertThatThrownBy(() -> registry.recipe("dpao"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "No recipe named 'dpao'. Did you mean 'dapo'? Installed: dapo. Set extends in the recipe or add"
                                + " the plugin's jar to plugins/.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed: [", "- a", "extends: [a, b]", "training: {stps: 3}", "rewards: [{nam: x}]"})
    void aRecipeThatDoesNotParseOrNamesUnknownKeysIsRefused(String yaml) {
        assertRefused(registry -> registry.recipe("broken", yaml), "Recipe 'broken': ");
    }

    record None() {}

    record Arrays(int[] numbers, List<String[]> nested) {}

    sealed interface Form permits Oval {}

    static final class Oval implements Form {}

    sealed interface Corners permits Round {}

    record Round() implements Corners {}

    record Shaped(Optional<Form> form, Map<Integer, String> byNumber) {}

    record Threads(Runnable thread) {}

    /** Java seals an enum whose constants have bodies. */
    enum Mode {
        A,
        B {
            @Override
            public String toString() {
                return "b";
            }
        }
    }

    record Rich(
            int number,
            Double boxed,
            String text,
            Mode mode,
            Duration time,
            Path path,
            URI address,
            Optional<Round> round,
            Corners corners,
            List<Rich> more,
            Map<String, Double> weights,
            Map<String, Object> free) {
        static final Rich DEFAULTS = new Rich(
                1,
                2.0,
                "three",
                Mode.A,
                Duration.ofSeconds(4),
                Path.of("5"),
                URI.create("six:7"),
                Optional.empty(),
                new Round(),
                List.of(),
                Map.of(),
                Map.of());
    }

    static final class Shared {}

    static final class Zero implements Reward {
        @Override
        public List<Score> score(Group group) {
            return List.of();
        }
    }

    static final class Nothing implements Regularizer {}
}
