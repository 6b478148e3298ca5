package dev.skiff.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the kubelet's own expansion, in our words. */
class VariableReferencesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "$(A)            | a",
                "x$(A)y$(B)z     | xay$(A)z",
                "$$(A)           | $(A)",
                "$$$(A)          | $a",
                "$$$$(A)         | $$(A)",
                "$$              | $",
                "$(NOBODY)       | $(NOBODY)",
                "$(A             | $(A",
                "$A              | $A",
                "$               | $",
                "$)              | $)",
                "$()             | $()",
                "$(EMPTY)x       | x",
                "100$ for $(A)   | 100$ for a",
                "$($(A))         | $($(A))",
                "$A $            | $A $",
                "$A$(A)          | $Aa",
                "$(C.d-e)        | x\\$0"
            })
    void referencesAreReplacedAsAKubeletDoes(String text, String expected) {
        Map<String, String> variables = Map.of("A", "a", "B", "$(A)", "EMPTY", "", "C.d-e", "x\\$0");

        assertThat(VariableReferences.expand(text, variables)).isEqualTo(expected);
    }
}
