/** What {@code reason4j benchmark} measures: random models, the rows of its suite, and their figures. */
@NullMarked
package org.reason4j.cli.benchmark;

import org.jspecify.annotations.NullMarked;
