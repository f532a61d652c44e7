/** What people look at: metrics, completions, progress, TensorBoard, and the report of a run. */
@NullMarked
package org.reason4j.core.track;

import org.jspecify.annotations.NullMarked;
