/**
 * For tests of plugins: worked examples of published techniques, losses on plain arrays with the checks that every loss
 * has to pass, and an engine with known probabilities.
 *
 * <p>It belongs at test scope, brings PyTorch for the CPU, and depends on no test framework: a check that fails throws an
 * {@link AssertionError}.
 */
@NullMarked
package org.reason4j.testkit;

import org.jspecify.annotations.NullMarked;
