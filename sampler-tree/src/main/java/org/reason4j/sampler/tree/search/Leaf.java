package org.reason4j.sampler.tree.search;

import java.util.OptionalDouble;
import org.reason4j.api.data.Trajectory;

/**
 * A whole response of a search.
 *
 * @param node its last segment
 * @param response the response, which may go on after that segment
 * @param outcome its value; empty if there is none
 */
record Leaf(Node node, Trajectory response, OptionalDouble outcome) {}
