package dev.skiff.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScopeTest {

    @Test
    void aNameIsPresentAbsentOrMissing() {
        Map<String, Object> variables = new HashMap<>();
        variables.put("a.b", null);
        variables.put("a.c", "x");
        Scope scope = Scope.of(variables);
        assertThat(scope.lookup("a.c")).isEqualTo("x");
        assertThat(scope.lookup("a.b")).isNull();
        assertThat(scope.lookup("a")).isSameAs(Scope.MISSING);
        assertThat(Scope.empty().lookup("a")).isSameAs(Scope.MISSING);
    }

    @Test
    void namesBelowAPrefixDoNotIncludeLongerWords() {
        Scope scope = Scope.of(Map.of("a.b", 1, "a.b.c", 2, "a.bc", 3, "ab", 4, "a-b", 5));
        assertThat(scope.under("a")).isEqualTo(Map.of("b", 1, "b.c", 2, "bc", 3));
        assertThat(scope.under("a.b")).isEqualTo(Map.of("c", 2));
        assertThat(scope.under("")).hasSize(5);
        assertThat(scope.hasUnder("ab")).isFalse();
    }

    @Test
    void theFirstLayerWinsEvenWhenItSaysAbsent() {
        Map<String, Object> inner = new HashMap<>();
        inner.put("x.a", null);
        Scope scope = Scope.layered(Scope.of(inner), Scope.of(Map.of("x.a", "outer", "x.b", "b")));
        assertThat(scope.lookup("x.a")).isNull();
        assertThat(scope.lookup("x.b")).isEqualTo("b");
        assertThat(scope.under("x")).containsEntry("a", null).containsEntry("b", "b");
        assertThat(scope.hasUnder("x")).isTrue();
    }
}
