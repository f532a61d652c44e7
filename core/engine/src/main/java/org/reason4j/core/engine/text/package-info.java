/** Text models that need no plugin: a model in this process, and the policy itself. */
@NullMarked
package org.reason4j.core.engine.text;

import org.jspecify.annotations.NullMarked;
