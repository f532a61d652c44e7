package org.reason4j.reward.structured;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.reward.structured.external.HttpReward;
import org.reason4j.reward.structured.external.ProgramReward;
import org.reason4j.reward.structured.json.JsonConforms;
import org.reason4j.reward.structured.json.JsonFields;
import org.reason4j.reward.structured.sql.SqlQuestions;
import org.reason4j.reward.structured.sql.SqlReward;

/** Offers rewards that execute queries, check JSON, or ask a program or a server. */
public final class StructuredPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.reward("sql", SqlReward.Config.DEFAULTS, SqlReward.class, SqlReward.Config.PRESETS);
        registry.reward("json-conforms", JsonConforms.Config.DEFAULTS, JsonConforms.class);
        registry.reward("json-fields", JsonFields.Config.DEFAULTS, JsonFields.class);
        registry.reward("program", ProgramReward.Config.DEFAULTS, ProgramReward.class);
        registry.reward("http", HttpReward.Config.DEFAULTS, HttpReward.class);
        registry.dataset("sql-questions", SqlQuestions.Config.DEFAULTS, SqlQuestions.class);
    }
}
