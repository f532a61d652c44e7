/** Commands for people who look at runs. */
@NullMarked
package org.reason4j.cli.watch;

import org.jspecify.annotations.NullMarked;
