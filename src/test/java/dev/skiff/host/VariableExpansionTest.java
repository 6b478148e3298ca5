package dev.skiff.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VariableExpansionTest {
    private static final Map<String, String> VARIABLES = Map.of("A", "1", "B", "$(A)", "C.d-e", "x\\$0");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$(A)            | 1",
                "x$(A)y$(A)      | x1y1",
                "$(B)            | $(A)",
                "$$(A)           | $(A)",
                "$$$(A)          | $1",
                "$$$$            | $$",
                "$(NOPE)         | $(NOPE)",
                "$(A             | $(A",
                "$A $            | $A $",
                "$()             | $()",
                "$($(A))         | $(1)",
                "$(C.d-e)        | x\\$0",
            })
    void referencesAreExpandedOnceAsAKubeletDoes(String text, String expected) {
        assertThat(VariableExpansion.expand(text, VARIABLES)).isEqualTo(expected);
    }
}
