package org.reason4j.core.host.track.report;

/**
 * An alarm of a guard.
 *
 * @param step in which it began
 * @param guard its name in the recipe
 * @param reason what was found
 */
public record AlarmEntry(int step, String guard, String reason) {}
