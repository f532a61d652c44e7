package org.reason4j.core.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.api.plugin.ConfigException.check;

import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.core.host.config.Recipe;

class ComponentFactoryTest {

    private static final Clock SERVICE = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final ComponentFactory factory = new ComponentFactory(
            PluginRegistry.of(registry -> {
                registry.reward("record", new Settings(1), OnlyRecord.class);
                registry.reward("marked", new Settings(1), Marked.class);
                registry.reward("several", new Settings(1), Several.class);
                registry.reward("greedy", new Settings(1), Greedy.class);
                registry.reward("strict", new Settings(1), Strict.class);
                registry.reward("broken", new Settings(1), Broken.class);
                registry.regularizer("weighted", new Settings(1), Weighted.class, Map.of("heavy", new Settings(9)));
            }),
            new JacksonBinding(),
            Map.of(Clock.class, SERVICE));

    @Test
    void aRecordIsGivenItsSettings() {
        assertThat(reward("record", Map.of("weight", 5))).isEqualTo(new OnlyRecord(new Settings(5)));
    }

    @Test
    void aMarkedConstructorMayBePackagePrivateAndAskForServices() {
        Marked marked = (Marked) Guard.unwrap(reward("marked", Map.of()));
        assertThat(marked.settings).isEqualTo(new Settings(1));
        assertThat(marked.clock).isSameAs(SERVICE);
    }

    @Test
    void oneClassCanBeUsedTwiceWithDifferentSettings() {
        assertThat(List.of(reward("record", Map.of("weight", 2)), reward("record", Map.of("weight", 3))))
                .containsExactly(new OnlyRecord(new Settings(2)), new OnlyRecord(new Settings(3)));
    }

    @Test
    void aPresetIsWhereTheSettingsStart() {
        Recipe.Component heavy = new Recipe.Component("weighted", Optional.of("heavy"), Map.of());
        Recipe.Component changed = new Recipe.Component("weighted", Optional.of("heavy"), Map.of("weight", 4));
        assertThat(factory.create(Kind.REGULARIZER, heavy, "regularizers[0]")).isEqualTo(new Weighted(new Settings(9)));
        assertThat(factory.create(Kind.REGULARIZER, changed, "regularizers[0]"))
                .isEqualTo(new Weighted(new Settings(4)));
    }

    @Test
    void settingsCanBeHadWithoutTheComponent() {
        assertThat(factory.settings(Kind.REWARD, "broken", Optional.empty(), Map.of("weight", 7), "rewards[0]"))
                .isEqualTo(new Settings(7));
    }

    @Test
    void aParameterNobodyOffersIsNamedWithWhatIsOffered() {
        assertThatThrownBy(() -> reward("greedy", Map.of()))
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll(
                        "reward 'greedy'",
                        "java.util.List<java.lang.String>",
                        "Offered: java.time.Clock, " + Settings.class.getName());
    }

    @Test
    void severalConstructorsNeedAMark() {
        assertThatThrownBy(() -> reward("several", Map.of()))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("has 2 constructors, 0 of them marked with @Inject. Mark exactly one");
    }

    @Test
    void aConfigExceptionOfTheConstructorIsTheUsersToSee() {
        assertThatThrownBy(() -> reward("strict", Map.of("weight", -1)))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessage("strict.weight must be positive, got -1");
    }

    @Test
    void anyOtherExceptionOfTheConstructorIsTheAuthorsToMend() {
        assertThatThrownBy(() -> reward("broken", Map.of()))
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll(
                        "reward 'broken'", "can't be constructed", "IllegalStateException: out of order");
    }

    @Test
    void aServiceMustBeWhatItIsOfferedAs() {
        assertThatThrownBy(() -> new ComponentFactory(
                        PluginRegistry.of(), new JacksonBinding(), Map.of(Clock.class, "a string")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a string is offered as a java.time.Clock");
    }

    private Reward reward(String name, Map<String, Object> config) {
        return factory.create(Kind.REWARD, name, Optional.empty(), config, "rewards[0]");
    }

    record Settings(int weight) {}

    private interface Silent extends Reward {
        @Override
        default List<Score> score(Group group) {
            return List.of();
        }
    }

    record OnlyRecord(Settings settings) implements Silent {}

    record Weighted(Settings settings) implements Regularizer {}

    static final class Marked implements Silent {
        private final Settings settings;
        private final Clock clock;

        @Inject
        Marked(Settings settings, Clock clock) {
            this.settings = settings;
            this.clock = clock;
        }

        Marked(Settings settings) {
            this(settings, Clock.systemUTC());
        }
    }

    static final class Several implements Silent {
        Several() {}

        Several(Settings settings) {
            throw new IllegalStateException("never called, " + settings);
        }
    }

    record Greedy(Settings settings, List<String> wishes) implements Silent {}

    static final class Strict implements Silent {
        Strict(Settings settings) {
            check(settings.weight() > 0, "strict.weight must be positive, got %s", settings.weight());
        }
    }

    static final class Broken implements Silent {
        Broken() {
            throw new IllegalStateException("out of order");
        }
    }
}
