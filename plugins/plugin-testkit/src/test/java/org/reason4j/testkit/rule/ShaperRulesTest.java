package org.reason4j.testkit.rule;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class ShaperRulesTest extends Breakers<RewardShaper> {

    ShaperRulesTest() {
        super(Kind.SHAPER);
    }

    @Override
    List<Subject<RewardShaper>> good() {
        return List.of(Subject.of("the good shaper", BrokenShapers::good, Materials.standard()));
    }

    @Override
    void breakers() {
        BrokenShapers.all().forEach((rule, shaper) -> breaks(rule, shaper::get));
        AtomicInteger asked = new AtomicInteger();
        breaks("needs", () -> new RewardShaper() {
            @Override
            public List<ScoredGroup> shape(List<ScoredGroup> groups) {
                return groups;
            }

            @Override
            public Requirements requirements() {
                return asked.incrementAndGet() % 2 == 0 ? Requirements.NONE : Requirements.streams(TokenStream.ENTROPY);
            }
        });
    }
}
