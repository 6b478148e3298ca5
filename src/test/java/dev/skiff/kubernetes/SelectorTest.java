package dev.skiff.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.model.ResourceTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RES-01, RES-02. */
class SelectorTest {
    private static final JsonNode JOB = json("""
            {"metadata": {"name": "j", "labels": {"app": "a"}},
             "status": {"phase": "Running", "succeeded": 2, "ready": true, "none": null,
                        "conditions": [{"type": "Complete", "status": "True"}]}}""");

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean holds(String selector) {
        return Selector.parse(selector).requirements().stream().allMatch(r -> r.matches(JOB));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status.phase == Running",
                "status.phase=Running",
                "status.phase != Failed",
                "status.phase in (Running, Pending)",
                "status.phase notin (Failed,Error)",
                "status.nothing != x",
                "status.nothing notin (x)",
                "status.phase",
                "!status.nothing",
                "status.succeeded > 1",
                "status.succeeded < 3,status.phase == Running",
                "status.succeeded == 2",
                "status.ready == true",
                "status.none =",
                "status.none",
                "status.conditions.0.type == Complete",
                "metadata.labels.app in (a)"
            })
    void holdsWhereKubernetesSaysSo(String selector) {
        assertThat(holds(selector)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status.phase == Failed",
                "status.nothing == x",
                "status.nothing in (x)",
                "status.nothing",
                "!status.phase",
                "status.succeeded > 2",
                "status.phase > 1",
                "status.phase == Running,status.succeeded > 5",
                "status.conditions.1.type == Complete"
            })
    void doesNotHoldWhereKubernetesSaysNot(String selector) {
        assertThat(holds(selector)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status.phase in (Failed, Error) | status.phase in (Error,Failed)",
                "b == 1, a = 2 | a=2,b==1",
                "a notin (x),!c,b>1 | a notin (x),b>1,!c"
            })
    void isPrintedAsKubernetesPrintsIt(String text, String printed) {
        var requirements = Selector.parse(text).requirements();
        assertThat(String.join(",", requirements.stream().map(Object::toString).toList()))
                .isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status.phase ==== x",
                "status.phase in Running",
                "status.phase in (Running",
                "status.conditions.#(type==Ready).status == True",
                "a == 'x'",
                "a > b",
                "a == 1,",
                ", a",
                "a b",
                "(a)"
            })
    void whatIsNoSelectorIsRefused(String text) {
        assertThatThrownBy(() -> Selector.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Conditions conditions(String success, String failure) throws ResourceFailed {
        return Conditions.of(new ResourceTemplate("get", failure, List.of(), null, null, null, null, success));
    }

    @Test
    void failureIsLookedAtFirstAndAnyOfItsRequirementsFails() throws ResourceFailed {
        var both = conditions("status.phase == Running", "status.succeeded > 100, status.ready == true");

        assertThatThrownBy(() -> both.succeeded(JOB))
                .isInstanceOf(ResourceFailed.class)
                .hasMessage("failure condition 'status.ready==true' evaluated true");
    }

    @Test
    void successNeedsAllOfItsRequirements() throws ResourceFailed {
        assertThat(conditions("status.phase == Running, status.succeeded == 2", "")
                        .succeeded(JOB))
                .isTrue();
        assertThat(conditions("status.phase == Running, status.succeeded == 3", "")
                        .succeeded(JOB))
                .isFalse();
    }

    @Test
    void withAFailureConditionAloneTheFirstLookDecides() throws ResourceFailed {
        assertThat(conditions("", "status.phase == Failed").succeeded(JOB)).isTrue();
    }

    @Test
    void aConditionThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> conditions("", "a ===="))
                .isInstanceOf(ResourceFailed.class)
                .hasMessageStartingWith("fail condition 'a ====' failed to parse: ");
    }
}
