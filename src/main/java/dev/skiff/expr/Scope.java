package dev.skiff.expr;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Variables by dotted name, such as {@code inputs.parameters.msg}. Values are String, Long, Integer, Double, BigDecimal,
 * Boolean, Instant, List, Map with string keys, JsonNode, or null for a declared variable that is absent (expr's nil).
 */
public interface Scope {

    /** What {@link #lookup} returns for a name that is not declared at all. */
    Object MISSING = new Object() {
        @Override
        public String toString() {
            return "MISSING";
        }
    };

    /** The value, null when the variable is declared but absent, or {@link #MISSING}. */
    @Nullable
    Object lookup(String dottedName);

    /**
     * All variables below a prefix by the rest of their dotted names: with {@code inputs.parameters.msg} in scope,
     * {@code under("inputs.parameters")} holds {@code msg}. The empty prefix means everything. May be slow.
     */
    Map<String, @Nullable Object> under(String prefix);

    /** Whether {@link #under} would hold anything. */
    default boolean hasUnder(String prefix) {
        return !under(prefix).isEmpty();
    }

    static Scope empty() {
        return MapScope.EMPTY;
    }

    /** A scope that reads the given map, which must not change afterwards. */
    static Scope of(Map<String, ? extends @Nullable Object> variables) {
        return new MapScope(variables);
    }

    /** The first scope that declares a name wins, also when it declares it as absent. */
    static Scope layered(Scope... firstWins) {
        return new LayeredScope(List.of(firstWins));
    }
}
