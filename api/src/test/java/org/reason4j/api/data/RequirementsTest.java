package org.reason4j.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RequirementsTest {

    @Test
    void twoComponentsThatChooseByOneFieldAgreeOnTheValuesThatBothKnow() {
        Requirements both = Requirements.NONE
                .withFieldValues("subject", Set.of("math", "code"))
                .and(Requirements.NONE.withFieldValues("subject", Set.of("math", "art")));
        assertThat(both.fieldValues().get("subject")).containsExactly("math");
        assertThat(both.fields()).containsExactly("subject");
    }

    @Test
    void aSignalOfItsOwnIsThatOfAnyComponent() {
        Requirements one = Requirements.NONE.withOwnSignal();
        assertThat(Requirements.NONE.and(one).ownSignal()).isTrue();
        assertThat(Requirements.NONE.ownSignal()).isFalse();
        assertThat(one).isNotEqualTo(Requirements.NONE).isEqualTo(Requirements.NONE.withOwnSignal());
    }
}
