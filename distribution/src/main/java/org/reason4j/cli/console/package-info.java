/** What all commands share: JSON and columns on standard output, and how the process ends. */
@NullMarked
package org.reason4j.cli.console;

import org.jspecify.annotations.NullMarked;
