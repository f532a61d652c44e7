/** Teachers behind HTTP: servers that return log-probabilities of given tokens. */
@NullMarked
package org.reason4j.distillation.server;

import org.jspecify.annotations.NullMarked;
