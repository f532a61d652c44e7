package org.reason4j.testkit.contract;

import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.plugin.Kind;

/** The contract of curricula: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class CurriculumContract extends Contract<Curriculum> {

    /** A contract of a curriculum. */
    protected CurriculumContract() {
        super(Kind.CURRICULUM);
    }
}
