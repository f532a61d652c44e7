package org.reason4j.testkit.contract;

import org.reason4j.api.plugin.Kind;
import org.reason4j.api.sampler.SamplingSchedule;

/** The contract of schedules: a test of a plugin extends it and gives a component, see {@link RewardContract}. */
public abstract class ScheduleContract extends Contract<SamplingSchedule> {

    /** A contract of a schedule. */
    protected ScheduleContract() {
        super(Kind.SCHEDULE);
    }
}
