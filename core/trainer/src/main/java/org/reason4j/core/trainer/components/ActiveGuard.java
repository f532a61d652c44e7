package org.reason4j.core.trainer.components;

import org.reason4j.api.guard.RunGuard;
import org.reason4j.core.host.config.GuardTerm;

/**
 * A guard of the recipe, ready to be called.
 *
 * @param term its entry in the recipe
 * @param guard what watches
 */
public record ActiveGuard(GuardTerm term, RunGuard guard) {}
