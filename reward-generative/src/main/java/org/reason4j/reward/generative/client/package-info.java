/** A client for OpenAI-compatible servers. */
@NullMarked
package org.reason4j.reward.generative.client;

import org.jspecify.annotations.NullMarked;
