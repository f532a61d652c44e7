/** What is installed, in words: components with their settings, from the Javadoc that their jars bring along. */
@NullMarked
package org.reason4j.core.host.documentation;

import org.jspecify.annotations.NullMarked;
