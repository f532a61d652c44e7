/**
 * Rollouts on servers: one or several replicas of {@code reason4j serve}, vLLM, SGLang or llama-server write what the policy
 * would write in this process. Worth it where the servers have devices that training does not use. A model that fits beside its
 * training is faster without.
 */
@NullMarked
package org.reason4j.rollout.http;

import org.jspecify.annotations.NullMarked;
