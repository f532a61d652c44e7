/** Doing parts of a run in other processes: a seam for engines of clusters, without types of any of them. */
@NullMarked
package org.reason4j.api.cluster;

import org.jspecify.annotations.NullMarked;
