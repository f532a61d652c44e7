package org.reason4j.sampler.tree.segment;

import java.util.List;

/** A rule by which a tree of segments grows; one instance per tree. */
@FunctionalInterface
interface Growth {

    /**
     * Begins the segments of the next round.
     *
     * @param written nodes of the last round, in order; empty at first
     * @return what {@link SegmentTree#begin} returned, in order; nothing if the tree is complete
     */
    List<Node> next(SegmentTree tree, List<Node> written);
}
