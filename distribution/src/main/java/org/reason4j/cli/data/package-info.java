/** Commands about datasets. */
@NullMarked
package org.reason4j.cli.data;

import org.jspecify.annotations.NullMarked;
