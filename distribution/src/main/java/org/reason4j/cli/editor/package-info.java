/** Commands that set up editors and shells. */
@NullMarked
package org.reason4j.cli.editor;

import org.jspecify.annotations.NullMarked;
