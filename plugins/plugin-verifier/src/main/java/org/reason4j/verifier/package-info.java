/**
 * Built plugins against their contract: {@link org.reason4j.verifier.PluginVerifier} loads a jar by the real loader and runs
 * the rules of the testkit on everything that it offers; {@link org.reason4j.verifier.JarContract} does so in a plugin's own
 * build.
 */
@NullMarked
package org.reason4j.verifier;

import org.jspecify.annotations.NullMarked;
