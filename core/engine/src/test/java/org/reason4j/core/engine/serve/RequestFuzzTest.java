package org.reason4j.core.engine.serve;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.testkit.MutatedInputs;
import org.reason4j.testkit.NamedInput;

/** Bodies of requests; the first line is the path. */
public class RequestFuzzTest {

    private static final ModelConfig CONFIG = ModelConfig.read(TinyModels.directory(TinyModels.LLAMA));
    private static final RequestReader READER = new RequestReader(
            () -> List.of("tiny"),
            CONFIG,
            ModelTokenizer.open(TinyModels.directory(TinyModels.LLAMA), CONFIG),
            ChatFormat.read(TinyModels.directory(TinyModels.LLAMA))::prompt,
            ServerLimits.DEFAULTS);

    /** Reads a request as the server does. */
    public static void fuzzerTestOneInput(byte[] input) {
        NamedInput request = NamedInput.of(input, List.of("/v1/completions", "/v1/chat/completions"));
        try {
            if (request.name().equals("/v1/completions")) {
                READER.completion(request.content());
            } else {
                READER.chat(request.content());
            }
        } catch (ApiError e) {
            e.json();
        }
    }

    @Test
    void anyBodyGivesARequestOrAnError() {
        MutatedInputs.of(RequestFuzzTest.class).check(2000, RequestFuzzTest::fuzzerTestOneInput);
    }
}
