package dev.skiff.port.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorsTest {
    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "", "team.io/name", "a");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                         | true
                    app=web                    | true
                    app==web                   | true
                    app = web                  | true
                    app=db                     | false
                    app!=db                    | true
                    app!=web                   | false
                    other!=web                 | true
                    tier=                      | true
                    app                        | true
                    other                      | false
                    !other                     | true
                    !app                       | false
                    app in (web, db)           | true
                    app in (db)                | false
                    app notin (db)             | true
                    app notin (web,db)         | false
                    other notin (web)          | true
                    other in (web)             | false
                    team.io/name=a,app=web     | true
                    team.io/name=b,app=web     | false
                    app in (web,db),!other     | true
                    """)
    void labelsAreChosenAsKubernetesChoosesThem(String selector, boolean matches) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "=x", "app in web", "app in (a", ",", "app,,tier", "a=b c"})
    void whatIsNoConditionIsRefusedWithASentence(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no condition on labels: write key=value");
    }

    @Test
    void aLongSelectorIsRefusedAndAHostileOneIsReadAtOnce() {
        assertThatThrownBy(() -> LabelSelector.parse("a".repeat(9000))).hasMessageContaining("the limit is 8192");
        String hostile = "a" + " ".repeat(4000) + "(".repeat(4000);
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThatThrownBy(() -> LabelSelector.parse(hostile))
                        .isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void fieldsAreComparedAndUnknownOnesAreNamed() {
        List<String> known = List.of("metadata.name", "status.phase");
        FieldSelector selector = FieldSelector.parse("metadata.name=a, status.phase!=Failed", known);
        assertThat(selector.matches(field -> field.equals("metadata.name") ? "a" : "Running"))
                .isTrue();
        assertThat(selector.matches(field -> field.equals("metadata.name") ? "a" : "Failed"))
                .isFalse();
        assertThat(FieldSelector.parse("", known).matches(field -> "")).isTrue();
        assertThatThrownBy(() -> FieldSelector.parse("spec.x=1", known))
                .hasMessage("objects cannot be chosen by the field 'spec.x': by metadata.name, status.phase");
        assertThatThrownBy(() -> FieldSelector.parse("metadata.name", known))
                .hasMessageContaining("is no condition on a field");
    }
}
