/** Families about graphs and ways: orders, colours, shortest paths, mazes, ladders of words. */
@NullMarked
package org.reason4j.gym.graph;

import org.jspecify.annotations.NullMarked;
