package org.reason4j.trackers;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Offered;
import org.reason4j.trackers.mlflow.MlflowReplies;
import org.reason4j.trackers.mlflow.MlflowSettings;
import org.reason4j.trackers.prometheus.PrometheusConfig;

class TrackersContractTest extends PluginContract {

    private static MlflowReplies server;

    TrackersContractTest() {
        super(new TrackersPlugin());
    }

    @BeforeAll
    static void serve() throws IOException {
        server = new MlflowReplies();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected Record settings(Offered<?> component) {
        return switch (component.name()) {
            case "mlflow" -> MlflowSettings.of(server.url());
            case "prometheus" -> new PrometheusConfig(true, "127.0.0.1", 0, "", Map.of());
            default -> component.defaults();
        };
    }
}
