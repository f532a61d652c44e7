/**
 * Programs of each language, run in sandboxes with tests that stay outside.
 *
 * <p>An expected result never enters the sandbox of a program, so whatever the program does there, all it can choose is what
 * its results are.
 */
@NullMarked
package org.reason4j.reward.code.run;

import org.jspecify.annotations.NullMarked;
