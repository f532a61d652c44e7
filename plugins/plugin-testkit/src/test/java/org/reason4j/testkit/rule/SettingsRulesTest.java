package org.reason4j.testkit.rule;

import java.util.List;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class SettingsRulesTest extends Breakers<Record> {

    SettingsRulesTest() {
        super(Rules.ofSettings());
    }

    /** Bounded settings. */
    private record Good(String name, double weight, Nested nested) {
        Good {
            ConfigException.check(weight > 0, "good.weight must be positive, got %s", weight);
        }
    }

    private record Nested(float share) {
        Nested {
            ConfigException.check(share >= 0 && share <= 1, "good.nested.share must be in [0, 1], got %s", share);
        }
    }

    private record Unquoted(Verdicts verdicts) {}

    private record Verdicts(String yes) {}

    private record Unbounded(double weight) {}

    /** Grows whenever it is built again. */
    private record Growing(List<Integer> sizes) {
        Growing {
            sizes = new java.util.ArrayList<>(sizes);
            sizes.add(sizes.size());
        }
    }

    @Override
    List<Subject<Record>> good() {
        return List.of(Subject.of("good settings", () -> new Good("a", 1, new Nested(0.5f)), Materials.standard()));
    }

    @Override
    void breakers() {
        breaks("settings: rebuilt", () -> new Growing(List.of()));
        breaks("settings: names", () -> new Unquoted(new Verdicts("right")));
        breaks("settings: NaN", () -> new Unbounded(1));
    }
}
