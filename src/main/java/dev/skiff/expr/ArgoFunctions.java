package dev.skiff.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Argo adds to expr-lang (SUBST-12). */
final class ArgoFunctions {

    static final List<Function> TABLE = List.of(
            Function.of("asInt", 1, ConversionFunctions::toInt),
            Function.of("asFloat", 1, ConversionFunctions::toFloat),
            Function.of("toJson", 1, args -> args.checked(ConversionFunctions.json(args, false))),
            Function.of("jsonpath", 2, ArgoFunctions::jsonPath));

    private ArgoFunctions() {}

    private static @Nullable Object jsonPath(Arguments args) throws ExprException {
        Object document = ConversionFunctions.fromJson(args, args.string(0));
        return JsonPath.parse(args.string(1), args.span(1)).read(document, args);
    }
}
