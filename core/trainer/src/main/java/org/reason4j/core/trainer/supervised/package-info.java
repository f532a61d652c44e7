/** Supervised training: the stage of a run that imitates responses, and its losses. */
@NullMarked
package org.reason4j.core.trainer.supervised;

import org.jspecify.annotations.NullMarked;
