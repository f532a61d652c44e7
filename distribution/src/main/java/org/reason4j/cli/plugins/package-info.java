/** The commands {@code reason4j plugins ...}, one class each, and where plugins come from, for every command that needs them. */
@NullMarked
package org.reason4j.cli.plugins;

import org.jspecify.annotations.NullMarked;
