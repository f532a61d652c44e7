/** Files that survive a power cut, and JSON files whose getters name the key in a complaint. */
@NullMarked
package org.reason4j.core.formats.file;

import org.jspecify.annotations.NullMarked;
