package org.reason4j.testkit.rule;

import java.util.function.Function;
import org.reason4j.api.data.Requirements;

/** The rule of every component that has needs. */
final class NeedsRules {

    private NeedsRules() {}

    static <T> Rule<T> of(Function<T, Requirements> needs) {
        return new Rule<>(
                "needs",
                "Its needs are the same each time it is asked, by a new instance too. Streams that it reads without a need are"
                        + " missing in every rule.",
                subject -> {
                    T component = subject.fresh();
                    Requirements first = Expect.result("requirements", () -> needs.apply(component));
                    Expect.equal("requirements, asked again", needs.apply(component), first);
                    Expect.equal("requirements of a new instance", needs.apply(subject.fresh()), first);
                });
    }
}
