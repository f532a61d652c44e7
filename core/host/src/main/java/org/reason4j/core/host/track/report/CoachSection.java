package org.reason4j.core.host.track.report;

import java.util.List;
import java.util.Map;
import org.reason4j.core.host.track.coach.Coach;
import org.reason4j.core.host.track.html.Html;
import org.reason4j.core.host.track.html.Template;

/** Hints of the coach, each with its step. */
final class CoachSection {

    private final Template template;

    CoachSection(Template template) {
        this.template = template;
    }

    /** True for an alarm that is a hint of the coach. */
    static boolean isHint(AlarmEntry alarm) {
        return alarm.guard().equals(Coach.NAME);
    }

    Html of(List<AlarmEntry> alarms) {
        List<Html> rows = alarms.stream()
                .filter(CoachSection::isHint)
                .map(hint -> template.fill("hint", Map.of("step", hint.step(), "text", hint.reason())))
                .toList();
        return rows.isEmpty() ? Html.NONE : template.fill("coach", Map.of("rows", Html.join(rows)));
    }
}
