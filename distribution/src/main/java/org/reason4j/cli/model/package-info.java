/** Commands that make models of other files. */
@NullMarked
package org.reason4j.cli.model;

import org.jspecify.annotations.NullMarked;
