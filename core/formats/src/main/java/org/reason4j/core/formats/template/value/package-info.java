/** Values of a chat template: what an expression gives and how a function is called. */
@NullMarked
package org.reason4j.core.formats.template.value;

import org.jspecify.annotations.NullMarked;
