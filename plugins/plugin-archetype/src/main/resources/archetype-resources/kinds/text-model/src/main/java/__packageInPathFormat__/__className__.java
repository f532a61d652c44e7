package ${package};

import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.text.TextModel;

/** A judge that is a rule: one answer if the last message contains a phrase, else the other. It stands in for a server. */
public record ${className}(${className}Config config) implements TextModel {

    @Override
    public Completion complete(Request request) {
        Message last = request.messages().get(request.messages().size() - 1);
        boolean found = last.content().contains(config.phrase());
        return Completion.of(found ? config.present() : config.absent(), Finish.STOP);
    }
}
