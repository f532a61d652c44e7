package org.reason4j.core.host.track;

/**
 * Settings of the metrics file.
 *
 * @param fsync whether each step is forced to the disk, which survives a power cut; without it, each step still survives
 *     the end of the process
 */
public record JsonlTrackerConfig(boolean fsync) {
    public static final JsonlTrackerConfig DEFAULTS = new JsonlTrackerConfig(false);
}
