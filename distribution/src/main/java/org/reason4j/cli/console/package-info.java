/** Shared by all commands: JSON and columns on standard output, its encoding, and the end of the process. */
@NullMarked
package org.reason4j.cli.console;

import org.jspecify.annotations.NullMarked;
