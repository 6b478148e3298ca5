package dev.skiff.expr;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** sprig's functions on semantic versions, and the methods of a version. */
final class SprigVersions {

    static final List<Function> TABLE = List.of(
            Function.of("sprig.semver", 1, args -> version(args, 0)),
            Function.of("sprig.semverCompare", 2, SprigVersions::compare));

    private static final Set<String> METHODS = Set.of(
            "Major",
            "Minor",
            "Patch",
            "Prerelease",
            "Metadata",
            "Original",
            "String",
            "Compare",
            "Equal",
            "LessThan",
            "GreaterThan");

    private SprigVersions() {}

    private static SemanticVersion version(Arguments args, int index) throws ExprException {
        args.spend(10 + 2L * args.string(index).length());
        SemanticVersion version = SemanticVersion.parse(args.string(index));
        if (version == null) {
            throw args.error("Invalid Semantic Version " + StringEscapes.quote(args.string(index)));
        }
        return version;
    }

    private static boolean compare(Arguments args) throws ExprException {
        args.spend(50 + 8L * args.string(0).length());
        VersionConstraint constraint = VersionConstraint.parse(args.string(0));
        if (constraint == null) {
            throw args.error("improper constraint: " + args.string(0));
        }
        return constraint.accepts(version(args, 1));
    }

    static Object call(SemanticVersion version, String method, List<@Nullable Object> arguments, Span span)
            throws ExprException {
        if (!METHODS.contains(method)) {
            throw new ExprException(
                    GoTypes.name(version) + " has no method " + method + UnknownName.suggestion(method, METHODS), span);
        }
        return switch (method) {
            case "Compare" -> (long) Integer.signum(version.compareTo(other(method, arguments, span)));
            case "Equal" -> version.compareTo(other(method, arguments, span)) == 0;
            case "LessThan" -> version.compareTo(other(method, arguments, span)) < 0;
            case "GreaterThan" -> version.compareTo(other(method, arguments, span)) > 0;
            default -> {
                if (!arguments.isEmpty()) {
                    throw new ExprException(method + " takes no arguments", span);
                }
                yield field(version, method);
            }
        };
    }

    private static SemanticVersion other(String method, List<@Nullable Object> arguments, Span span)
            throws ExprException {
        if (arguments.size() == 1 && arguments.getFirst() instanceof SemanticVersion other) {
            return other;
        }
        throw new ExprException("invalid arguments for " + method + " (expected one version of sprig.semver)", span);
    }

    private static Object field(SemanticVersion version, String method) {
        return switch (method) {
            case "Major" -> version.major();
            case "Minor" -> version.minor();
            case "Patch" -> version.patch();
            case "Prerelease" -> version.prerelease();
            case "Metadata" -> version.metadata();
            case "Original" -> version.original();
            default -> version.toString();
        };
    }
}
