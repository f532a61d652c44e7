/** Commands that turn models of one form into another. */
@NullMarked
package org.reason4j.cli.model;

import org.jspecify.annotations.NullMarked;
