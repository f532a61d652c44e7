/**
 * What every component of a kind promises, as plain named checks: {@link org.reason4j.testkit.rule.Rules} lists them. They
 * use no test framework; {@link org.reason4j.testkit.contract} turns them into tests of JUnit.
 */
@NullMarked
package org.reason4j.testkit.rule;

import org.jspecify.annotations.NullMarked;
