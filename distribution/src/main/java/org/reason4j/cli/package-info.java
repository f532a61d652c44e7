/**
 * The command line: {@code Main} and one class per subcommand. A subcommand throws what goes wrong, and {@code Main}
 * turns it into a message and an exit code.
 */
@NullMarked
package org.reason4j.cli;

import org.jspecify.annotations.NullMarked;
