/** Chat templates: how a conversation becomes the text a model was trained on. */
@NullMarked
package org.reason4j.core.formats.template;

import org.jspecify.annotations.NullMarked;
