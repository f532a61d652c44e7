package org.reason4j.testkit.contract;

import org.reason4j.api.plugin.Kind;
import org.reason4j.api.sampler.GroupFilter;

/** The contract of filters: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class FilterContract extends Contract<GroupFilter> {

    /** A contract of a filter. */
    protected FilterContract() {
        super(Kind.FILTER);
    }
}
