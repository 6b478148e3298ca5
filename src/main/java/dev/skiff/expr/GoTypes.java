package dev.skiff.expr;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of value types: as Go prints them in errors, and as expr-lang's {@code type()} calls them. */
final class GoTypes {

    private GoTypes() {}

    static String name(@Nullable Object value) {
        return switch (value) {
            case null -> "nil";
            case String _ -> "string";
            case Long _ -> "int";
            case Double _ -> "float64";
            case Boolean _ -> "bool";
            case List<?> _ -> "array";
            case Map<?, ?> _ -> "map";
            case ZonedDateTime _ -> "time.Time";
            case Duration _ -> "time.Duration";
            case ZoneId _ -> "time.Location";
            case GoEnum _ -> "time.Month";
            case SemanticVersion _ -> "*semver.Version";
            default -> "unknown";
        };
    }

    static String exprType(@Nullable Object value) {
        return value instanceof Double ? "float" : name(value);
    }
}
