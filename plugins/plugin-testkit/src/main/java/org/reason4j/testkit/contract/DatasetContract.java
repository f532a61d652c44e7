package org.reason4j.testkit.contract;

import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.plugin.Kind;

/** The contract of dataset readers: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class DatasetContract extends Contract<DatasetReader> {

    /** A contract of a dataset reader. */
    protected DatasetContract() {
        super(Kind.DATASET);
    }
}
