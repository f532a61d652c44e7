/** Drafts of what a sequence may go on with, and passes that read several drafted tokens at a time. */
@NullMarked
package org.reason4j.core.engine.rollout.draft;

import org.jspecify.annotations.NullMarked;
