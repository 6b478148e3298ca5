package dev.skiff.pod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodesTest {

    @Test
    void anEndIsSaidAsArgoSaysIt() {
        assertThat(ExitCodes.message("main", 3)).isEqualTo("main: Error (exit code 3)");
        assertThat(ExitCodes.outOfMemory("db")).isEqualTo("db: OOMKilled (exit code 137)");
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "137, false", "143, false", "255, true"})
    void whatEndingASidecarDoesToItIsNotItsFailure(int code, boolean failure) {
        assertThat(ExitCodes.isFailureOfSidecar(code)).isEqualTo(failure);
    }
}
