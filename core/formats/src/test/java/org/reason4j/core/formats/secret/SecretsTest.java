package org.reason4j.core.formats.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretsTest {

    @Test
    void aRememberedValueIsReplacedByTheNameOfItsVariable() {
        Secrets.remember("DEMO_KEY", "sk-demo-1234");
        assertThat(Secrets.hide("status 401, wrong key 'sk-demo-1234' (sk-demo-1234)"))
                .isEqualTo("status 401, wrong key '${DEMO_KEY}' (${DEMO_KEY})");
    }

    @Test
    void theLongerOfTwoValuesIsReplacedFirst() {
        Secrets.remember("DEMO_SHORT", "abcdef");
        Secrets.remember("DEMO_LONG", "abcdef-ghijkl");
        assertThat(Secrets.hide("abcdef-ghijkl and abcdef")).isEqualTo("${DEMO_LONG} and ${DEMO_SHORT}");
    }

    @Test
    void aValueInAnAddressAndLinesOfAValueAreHiddenToo() {
        Secrets.remember("DEMO_SIGNED", "p+q/r=s&t");
        Secrets.remember("DEMO_PEM", "-----BEGIN KEY-----\nMIIBVgIBADANBgkqhkiG\n");
        assertThat(Secrets.hide("http://host/?k=p%2Bq%2Fr%3Ds%26t")).isEqualTo("http://host/?k=${DEMO_SIGNED}");
        assertThat(Secrets.hide("line 2: MIIBVgIBADANBgkqhkiG")).isEqualTo("line 2: ${DEMO_PEM}");
    }

    @Test
    void aShortValueStaysBecauseOtherTextContainsIt() {
        Secrets.remember("DEMO_STEPS", "100");
        assertThat(Secrets.hide("step 100 of 100")).isEqualTo("step 100 of 100");
    }

    @Test
    void aStreamHidesValuesThatArriveInPiecesAndInAnyLanguage() {
        Secrets.remember("DEMO_PASSWORD", "pässwörd");
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(Secrets.hiding(written), true, StandardCharsets.UTF_8);
        for (byte one : "π: pässwörd\n".getBytes(StandardCharsets.UTF_8)) {
            stream.write(one);
        }
        stream.print("no line end: ");
        stream.println("pässwörd");
        stream.print("rest");
        stream.flush();
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("π: ${DEMO_PASSWORD}", "no line end: ${DEMO_PASSWORD}", "rest");
    }
}
