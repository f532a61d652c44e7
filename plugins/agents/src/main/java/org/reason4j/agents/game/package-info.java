/** Games: their rules, how positions become prompts and responses become moves, and data sets of both. */
@NullMarked
package org.reason4j.agents.game;

import org.jspecify.annotations.NullMarked;
