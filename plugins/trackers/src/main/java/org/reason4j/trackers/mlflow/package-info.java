/** Runs on an MLflow tracking server, by version 2.0 of its REST API. */
@NullMarked
package org.reason4j.trackers.mlflow;

import org.jspecify.annotations.NullMarked;
