/**
 * Rewards for what has a structure that can be checked: queries, JSON, and anything that a program or a server can judge.
 *
 * <p>Choose {@code sql} for queries: they are executed, and their rows compared. Choose {@code json-conforms} where each
 * example has a schema and {@code json-fields} where it has the wanted value. Choose {@code program} for a checker that is
 * a program on this machine, such as a prover or a verifier in Python, and {@code http} for one behind a server; both speak
 * one form of JSON. {@code sql-questions} makes up questions over a small database.
 *
 * @see <a href="https://arxiv.org/abs/1809.08887">Spider</a>
 * @see <a href="https://arxiv.org/abs/2305.03111">BIRD: execution accuracy</a>
 */
@NullMarked
package org.reason4j.reward.structured;

import org.jspecify.annotations.NullMarked;
