package org.reason4j.testkit.contract;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.reason4j.api.plugin.Kind;
import org.reason4j.testkit.rule.NotRun;
import org.reason4j.testkit.rule.Rule;
import org.reason4j.testkit.rule.Rules;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

/**
 * Runs the rules of a kind on one component: a test for each. A rule that needs inputs which only the author
 * has is skipped, with the reason; one that does not apply holds.
 *
 * @param <T> the extension point
 */
public abstract class Contract<T> {

    private final Kind<T> kind;

    /** A contract of that kind. */
    Contract(Kind<T> kind) {
        this.kind = kind;
    }

    /** Returns a new component, each time with the same settings. Rules ask for one or several. */
    protected abstract T component() throws Exception;

    /** Returns the inputs of the rules: {@link Materials#standard} unless a contract says otherwise. */
    protected Materials materials() {
        return Materials.standard();
    }

    @TestFactory
    final Stream<DynamicTest> everyRuleOfItsKindHolds() {
        Subject<T> subject = Subject.of("the " + kind, this::component, materials());
        return Rules.of(kind).stream().map(rule -> test(rule, subject));
    }

    static <T> DynamicTest test(Rule<T> rule, Subject<T> subject) {
        return DynamicTest.dynamicTest(rule.name(), () -> {
            try {
                rule.check(subject);
            } catch (NotRun e) {
                if (e.applies()) {
                    throw new TestAbortedException("not run, because " + e.getMessage());
                }
            }
        });
    }
}
