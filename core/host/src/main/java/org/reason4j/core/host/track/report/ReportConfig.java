package org.reason4j.core.host.track.report;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the report.
 *
 * @param every steps between reports of a run in progress; 0 for one at the end only
 * @param sampleSteps how many of the last steps show sample trajectories, beside the first step; 0 for none at all
 * @param groups groups shown of each of these steps: those with the largest advantages
 * @param samples trajectories shown of each group, the first ones
 * @param tokens tokens shown of each trajectory, the first ones
 */
public record ReportConfig(int every, int sampleSteps, int groups, int samples, int tokens) {
    public static final ReportConfig DEFAULTS = new ReportConfig(10, 2, 2, 4, 2000);

    public ReportConfig {
        check(every >= 0, "report.every must be 0 (only at the end) or positive, got %s", every);
        check(sampleSteps >= 0, "report.sampleSteps must be 0 (none) or positive, got %s", sampleSteps);
        check(groups > 0, "report.groups must be positive, got %s", groups);
        check(samples > 0, "report.samples must be positive, got %s", samples);
        check(tokens > 0, "report.tokens must be positive, got %s", tokens);
    }
}
