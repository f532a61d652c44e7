/** Event files that TensorBoard reads. */
@NullMarked
package org.reason4j.core.host.track.tensorboard;

import org.jspecify.annotations.NullMarked;
