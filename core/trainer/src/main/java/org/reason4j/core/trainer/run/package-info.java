/** A whole run: its directory, the model that it starts from, its stages. */
@NullMarked
package org.reason4j.core.trainer.run;

import org.jspecify.annotations.NullMarked;
