/** The functions that templates have without defining them: filters, tests, operators, methods of strings, formats. */
@NullMarked
package org.reason4j.core.formats.template.builtin;

import org.jspecify.annotations.NullMarked;
