package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.text.TextModel;

class ${className}Test {

    private final ${className} model = new ${className}(new ${className}Config("42", "right", "wrong"));

    @Test
    void thePhraseDecides() {
        assertEquals(TextModel.Completion.of("right", Finish.STOP), answer("it is 42"));
        assertEquals(TextModel.Completion.of("wrong", Finish.STOP), answer("it is 24"));
    }

    @Test
    void equalSettingsAreOneIdentity() {
        assertEquals(model.identity(), new ${className}(new ${className}Config("42", "right", "wrong")).identity());
    }

    @Test
    void anEmptyPhraseIsRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config("", "yes", "no"));
    }

    private TextModel.Completion answer(String last) {
        return model.complete(TextModel.Request.of(
                List.of(Message.user("42?"), Message.user(last)), SamplingParams.of(64), 1));
    }
}
