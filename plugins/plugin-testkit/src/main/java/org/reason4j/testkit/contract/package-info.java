/**
 * Contract tests: a test class of a plugin extends the contract of its component's kind, and JUnit runs one test for each
 * rule. {@link org.reason4j.testkit.contract.PluginContract} runs the rules of everything that a plugin offers.
 */
@NullMarked
package org.reason4j.testkit.contract;

import org.jspecify.annotations.NullMarked;
