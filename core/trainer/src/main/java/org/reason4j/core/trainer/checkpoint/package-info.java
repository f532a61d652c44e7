/** The checkpoints of a run: their files, their order and the time that they count. */
@NullMarked
package org.reason4j.core.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
