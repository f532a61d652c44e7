/** Values of environment variables that recipes name, which no message shows. */
@NullMarked
package org.reason4j.core.formats.secret;

import org.jspecify.annotations.NullMarked;
