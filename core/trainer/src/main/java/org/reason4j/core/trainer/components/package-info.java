/** The components of a recipe, built with their services, and checked against each other. */
@NullMarked
package org.reason4j.core.trainer.components;

import org.jspecify.annotations.NullMarked;
