package org.reason4j.core.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;

class PluginRegistryTest {

    private static final Plugin TWO_KINDS = registry -> {
        registry.reward("math", new Settings(1), Zero.class);
        registry.reward("format", new Settings(1), Zero.class);
        registry.regularizer(
                "kl", new Settings(2), Nothing.class, Map.of("k3", new Settings(3), "k1", new Settings(1)));
        registry.regularizer("entropy", new Settings(2), Nothing.class);
    };

    private final PluginRegistry registry = PluginRegistry.of(TWO_KINDS);

    @Test
    void anUnknownNameGetsASuggestionAndTheInstalledOnes() {
        assertThatThrownBy(() -> registry.find(Kind.REWARD, "maht", "rewards[1]"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("No reward named 'maht'. Did you mean 'math'? Installed: format, math. "
                        + "Set rewards[1].name in the recipe or add the plugin's jar to plugins/.");
    }

    @Test
    void aNameLikeNoOtherGetsNoSuggestion() {
        assertThatThrownBy(() -> registry.find(Kind.REWARD, "genrm", "rewards[0]"))
                .hasMessageStartingWith("No reward named 'genrm'. Installed: format, math.");
    }

    @Test
    void nothingInstalledIsSaid() {
        assertThatThrownBy(() -> registry.find(Kind.OPTIMIZER, "grpo", "optimizer"))
                .hasMessageContaining("Installed: none.");
    }

    @Test
    void recipesFindSettingsByTheLabelOfTheirKind() {
        assertThat(registry.settings("regularizer", "kl", "regularizers[0]")).isEqualTo(new Settings(2));
        assertThat(registry.preset("regularizer", "kl", "k3", "regularizers[0]"))
                .isEqualTo(new Settings(3));
    }

    @Test
    void anUnknownPresetGetsASuggestionAndTheAvailableOnes() {
        Offer kl = registry.find(Kind.REGULARIZER, "kl", "regularizers[0]");
        assertThat(registry.preset(kl, "k3", "regularizers[0]")).isEqualTo(new Settings(3));
        assertThatThrownBy(() -> registry.preset(kl, "k4", "regularizers[0]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "No preset named 'k4' of regularizer 'kl'",
                        "Did you mean 'k1'?",
                        "Available: k1, k3.",
                        "Set regularizers[0].preset");
    }

    @Test
    void aPluginIsListedWithItsComponentsByKind() {
        assertThat(registry.plugins())
                .singleElement()
                .satisfies(plugin -> assertThat(plugin.components())
                        .containsExactlyInAnyOrderEntriesOf(Map.of(
                                Kind.REWARD, List.of("format", "math"),
                                Kind.REGULARIZER, List.of("entropy", "kl"))));
    }

    @Test
    void oneNameMayStandForThingsOfDifferentKinds() {
        Plugin length = registry -> {
            registry.reward("length", new Settings(1), Zero.class);
            registry.regularizer("length", new Settings(2), Nothing.class);
        };
        PluginRegistry both = PluginRegistry.of(length);
        assertThat(both.find(Kind.REWARD, "length", "rewards[0]").type()).isEqualTo(Zero.class);
        assertThat(both.find(Kind.REGULARIZER, "length", "regularizers[0]").type())
                .isEqualTo(Nothing.class);
    }

    @Test
    void aNameThatTwoPluginsOfferIsAmbiguousAndItsFullNamesAreNot() {
        PluginRegistry both = PluginRegistry.of(new FirstPlugin(), new SecondPlugin());
        assertThat(both.find(Kind.REWARD, "first/math", "rewards[0]").defaults())
                .isEqualTo(new Settings(1));
        assertThat(both.find(Kind.REWARD, "second/math", "rewards[0]").defaults())
                .isEqualTo(new Settings(2));
        assertThatThrownBy(() -> both.find(Kind.REWARD, "math", "rewards[0]"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("The reward 'math' is ambiguous: 2 plugins offer one, first/math and second/math."
                        + " Write rewards[0].name in full, such as 'first/math'.");
        assertThat(both.find(Kind.REWARD, "alone", "rewards[0]")).isEqualTo(both.find(Kind.REWARD, "second/alone", ""));
    }

    @Test
    void aRecipeThatTwoPluginsOfferIsAmbiguousAndItsFullNamesAreNot() {
        PluginRegistry both = PluginRegistry.of(new FirstPlugin(), new SecondPlugin());
        assertThat(both.recipe("second/paper").yaml()).isEqualTo("seed: 2");
        assertThatThrownBy(() -> both.recipe("paper"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("first/paper and second/paper")
                .hasMessageContaining("Write extends in full");
    }

    @Test
    void anUnknownFullNameGetsASuggestionOfItsLength() {
        PluginRegistry both = PluginRegistry.of(new FirstPlugin(), new SecondPlugin());
        assertThatThrownBy(() -> both.find(Kind.REWARD, "second/maht", "rewards[0]"))
                .hasMessageStartingWith("No reward named 'second/maht'. Did you mean 'second/math'? Installed: alone,"
                        + " first/math, second/math.");
    }

    @Test
    void twoInstancesOfOneClassHaveIdsOfTheirOwn() {
        PluginRegistry both = PluginRegistry.of(new FirstPlugin(), new FirstPlugin());
        assertThat(both.plugins()).extracting(plugin -> plugin.origin().id()).containsExactly("first", "first-2");
    }

    static final class FirstPlugin implements Plugin {
        @Override
        public void register(Registry registry) {
            registry.reward("math", new Settings(1), Zero.class);
            registry.recipe("paper", "seed: 1");
        }
    }

    static final class SecondPlugin implements Plugin {
        @Override
        public void register(Registry registry) {
            registry.reward("math", new Settings(2), Zero.class);
            registry.reward("alone", new Settings(2), Zero.class);
            registry.recipe("paper", "seed: 2");
        }
    }

    record Settings(int value) {}

    static final class Zero implements Reward {
        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, t -> Score.of(0));
        }
    }

    static final class Nothing implements Regularizer {}
}
