/** How each kind of server is asked for tokens and given weights. */
@NullMarked
package org.reason4j.rollout.http.dialect;

import org.jspecify.annotations.NullMarked;
