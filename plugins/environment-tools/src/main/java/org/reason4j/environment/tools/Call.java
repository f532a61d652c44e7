package org.reason4j.environment.tools;

/**
 * What a tool is asked.
 *
 * @param tool its name
 * @param input what the policy wrote for it, trimmed
 */
record Call(String tool, String input) {}
