package org.reason4j.environment.tools;

/**
 * A call to a tool.
 *
 * @param tool the tool's name
 * @param input the policy's text for the tool, trimmed
 */
record Call(String tool, String input) {}
