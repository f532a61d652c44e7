/** The policy: its weights, its passes in TorchScript, and the only users of the PyTorch engine. */
@NullMarked
package org.reason4j.core.engine.model;

import org.jspecify.annotations.NullMarked;
