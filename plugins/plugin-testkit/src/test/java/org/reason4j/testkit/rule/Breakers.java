package org.reason4j.testkit.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.reason4j.api.plugin.Kind;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

/** Tries the rules of a kind: for every rule there is a component that breaks it and is caught by it, and a good one keeps all. */
abstract class Breakers<T> {

    private final List<Rule<T>> rules;
    private final Map<String, Subject<T>> breakers = new LinkedHashMap<>();

    Breakers(Kind<T> kind) {
        this(Rules.of(kind));
    }

    Breakers(List<Rule<T>> rules) {
        this.rules = rules;
    }

    /** Components that keep every rule, none of which is left out for all of them. */
    abstract List<Subject<T>> good();

    /** Announces every breaker. */
    abstract void breakers() throws Exception;

    final void breaks(String rule, Subject.Maker<? extends T> maker) {
        breaks(rule, maker, Materials.standard());
    }

    final void breaks(String rule, Subject.Maker<? extends T> maker, Materials materials) {
        assertThat(breakers.put(rule, Subject.of("the breaker", maker, materials)))
                .as(rule)
                .isNull();
    }

    @Test
    void everyRuleHasABreaker() throws Exception {
        breakers();
        assertThat(breakers).containsOnlyKeys(rules.stream().map(Rule::name).toList());
    }

    @TestFactory
    Stream<DynamicTest> aBreakerIsCaughtByItsRule() throws Exception {
        breakers();
        return rules.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> {
                    Subject<T> breaker = breakers.get(rule.name());
                    Throwable caught = catchThrowable(() -> rule.check(breaker));
                    assertThat(caught).isInstanceOf(AssertionError.class);
                    assertThat(caught.getMessage()).containsPattern("expected|within|NaN");
                }));
    }

    @Test
    void everyRuleIsTriedByAGoodComponent() throws Exception {
        for (Rule<T> rule : rules) {
            boolean tried = false;
            for (Subject<T> good : good()) {
                Throwable found = catchThrowable(() -> rule.check(good));
                assertThat(found instanceof NotRun ? null : found)
                        .as(rule.name())
                        .isNull();
                tried |= found == null;
            }
            assertThat(tried).as(rule.name() + " is tried").isTrue();
        }
    }
}
