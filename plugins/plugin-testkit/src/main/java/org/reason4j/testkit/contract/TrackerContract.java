package org.reason4j.testkit.contract;

import org.reason4j.api.plugin.Kind;
import org.reason4j.api.track.Tracker;

/** The contract of trackers: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class TrackerContract extends Contract<Tracker> {

    /** A contract of a tracker. */
    protected TrackerContract() {
        super(Kind.TRACKER);
    }
}
