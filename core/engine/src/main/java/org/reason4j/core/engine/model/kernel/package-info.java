/** The TorchScript methods that a model's passes consist of, and the process that they run in: threads, sizes, exit. */
@NullMarked
package org.reason4j.core.engine.model.kernel;

import org.jspecify.annotations.NullMarked;
