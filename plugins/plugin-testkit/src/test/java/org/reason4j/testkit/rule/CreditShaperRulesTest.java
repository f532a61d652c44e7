package org.reason4j.testkit.rule;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.plugin.Kind;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class CreditShaperRulesTest extends Breakers<CreditShaper> {

    CreditShaperRulesTest() {
        super(Kind.CREDIT_SHAPER);
    }

    @Override
    List<Subject<CreditShaper>> good() {
        return List.of(Subject.of("the good credit shaper", BrokenCreditShapers::good, Materials.standard()));
    }

    @Override
    void breakers() {
        BrokenCreditShapers.all().forEach((rule, shaper) -> breaks(rule, shaper::get));
        AtomicInteger asked = new AtomicInteger();
        breaks("needs", () -> new CreditShaper() {
            @Override
            public List<Credit> shape(List<Credit> credits) {
                return credits;
            }

            @Override
            public Requirements requirements() {
                return asked.incrementAndGet() % 2 == 0 ? Requirements.NONE : Requirements.streams(TokenStream.ENTROPY);
            }
        });
    }
}
