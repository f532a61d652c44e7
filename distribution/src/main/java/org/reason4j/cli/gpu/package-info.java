/** What a machine and the product have for a GPU. */
@NullMarked
package org.reason4j.cli.gpu;

import org.jspecify.annotations.NullMarked;
