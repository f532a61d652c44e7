package org.reason4j.trackers.wandb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The bytes of {@code wandb}'s own writers. The framing is that of {@code DataStore} in wandb 0.16.6, the last of them in Python; the
 * records were serialised by {@code wandb_internal_pb2} of wandb 0.31.0.
 */
class RecordFileTest {

    private static final String RUN = "abcd1234";

    private final WandbRecords records = new WandbRecords(RUN);

    /** Lengths that end blocks exactly, leave less than a header, or exactly one, and need several blocks. */
    @Test
    void recordsOfAllLengthsAreFramedAsByDataStore() throws NoSuchAlgorithmException {
        RecordFile file = new RecordFile();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(file.begin());
        for (int length : new int[] {0, 1, 10, 32712, 5, 100_000, 32_761, 7}) {
            byte[] record = new byte[length];
            for (int i = 0; i < length; i++) {
                record[i] = (byte) ((i * 7 + length) % 251);
            }
            bytes.writeBytes(file.framed(record));
        }
        assertThat(bytes.size()).isEqualTo(165594);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray())))
                .isEqualTo("c0f82a23340d1c2ebdac8fc47fa9877c848ff014dce323a24b1e0ba817b5b7c6");
    }

    @Test
    void recordsAreThoseOfTheProtocolBuffers() {
        WandbConfig config = new WandbConfig("p", "team", "g", "", List.of("a", "b"));
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("_wandb", "{}");
        settings.put("seed", "7");
        Map<String, String> row = new LinkedHashMap<>();
        row.put("reward/mean", "0.5");
        row.put("odd", "NaN");
        assertThat(hex(records.header("reason4j")))
                .isEqualTo("0801aa01140a120a08726561736f6e346a1206302e31322e30c20c0a0a086162636431323334");
        assertThat(hex(records.run(config, "letters", settings, 1_700_000_000_500L)))
                .isEqualTo("08028a01510a08616263643132333412047465616d1a0170221b0a0d0a065f77616e64628201027b7d"
                        + "0a0a0a04736565648201013732016742076c6574746572735201615201628a010c0880e2cfaa0610"
                        + "80cab5ee01c20c0a0a086162636431323334");
        assertThat(hex(records.summary(Map.of("reward/mean", "0.5"))))
                .isEqualTo("08031a150a13120b7265776172642f6d65616e820103302e35c20c0a0a086162636431323334");
        assertThat(hex(records.history(300, row)))
                .isEqualTo("080412270a13120b7265776172642f6d65616e820103302e350a0b12036f64648201034e614e120308ac02"
                        + "c20c0a0a086162636431323334");
        assertThat(hex(records.exit(1, 90))).isEqualTo("08059201040801105ac20c0a0a086162636431323334");
    }

    private static String hex(byte[] record) {
        return HexFormat.of().formatHex(record);
    }
}
