/** Files that survive a power cut. */
@NullMarked
package org.reason4j.core.file;

import org.jspecify.annotations.NullMarked;
