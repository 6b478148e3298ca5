package dev.skiff.expr;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes expressions that parse, noise that mostly does not, and template texts. */
final class RandomExpressions {

    private static final List<String> ATOMS = List.of(
            "1",
            "0",
            "-3",
            "2.5",
            "9223372036854775807",
            "0x1F",
            "'a'",
            "\"b\\n\\u00e9\"",
            "`raw`",
            "true",
            "false",
            "nil",
            "item",
            "list",
            "inputs.parameters.num",
            "inputs.parameters['a-b']",
            "steps.s.outputs.result",
            "''",
            "inputs",
            "nope");
    private static final List<String> OPERATORS = List.of(
            "+",
            "-",
            "*",
            "/",
            "%",
            "**",
            "==",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "and",
            "or",
            "&&",
            "||",
            "in",
            "not in",
            "contains",
            "startsWith",
            "endsWith",
            "matches",
            "..");
    private static final List<String> FUNCTIONS = List.of(
            "len",
            "upper",
            "string",
            "int",
            "type",
            "toJSON",
            "toJson",
            "keys",
            "first",
            "sum",
            "flatten",
            "uniq",
            "sort",
            "reverse",
            "abs",
            "sprig.trim",
            "sprig.toString",
            "sprig.add",
            "sprig.default",
            "fromJSON",
            "duration",
            "date");
    private static final List<String> PREDICATES =
            List.of("filter", "map", "all", "any", "count", "find", "groupBy", "sortBy", "reduce");
    private static final List<String> PIECES = List.of(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "{{",
            "}}",
            "{{=",
            "?",
            "?.",
            "??",
            ":",
            ";",
            ",",
            ".",
            "#",
            "|",
            "!",
            "=",
            "'",
            "\"",
            "`",
            "\\",
            "//",
            "/*",
            "let",
            "if",
            "else",
            "not",
            "in",
            "\n",
            "\u00e9",
            "\ud83d\ude00",
            "\ud800",
            "\0",
            "$env",
            "@",
            "~",
            "^",
            "&",
            "<<",
            "1.2.3",
            "0x",
            "1e",
            "2024-01-01",
            "A.Succeeded",
            "a-b",
            "heads");

    private final Random random;

    RandomExpressions(Random random) {
        this.random = random;
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String expression(int depth) {
        if (depth == 0) {
            return one(ATOMS);
        }
        Supplier<String> inner = () -> expression(random.nextInt(depth));
        return switch (random.nextInt(14)) {
            case 0, 1 -> one(ATOMS);
            case 2, 3 -> "(" + inner.get() + ") " + one(OPERATORS) + " (" + inner.get() + ")";
            case 4 -> (random.nextBoolean() ? "not (" : "-(") + inner.get() + ")";
            case 5 -> "(" + inner.get() + ") ? " + inner.get() + " : " + inner.get();
            case 6 -> "[" + inner.get() + ", " + inner.get() + "]";
            case 7 -> "{a: " + inner.get() + ", \"b c\": " + inner.get() + "}";
            case 8 -> one(FUNCTIONS) + "(" + inner.get() + ")";
            case 9 -> one(PREDICATES) + "(" + inner.get() + ", {# " + one(OPERATORS) + " (" + inner.get() + ")})";
            case 10 -> "(" + inner.get() + ")" + (random.nextBoolean() ? "?." : ".") + "a[" + inner.get() + "]";
            case 11 -> "(" + inner.get() + ")[" + inner.get() + ":" + (random.nextBoolean() ? inner.get() : "") + "]";
            case 12 -> "(" + inner.get() + ") ?? (" + inner.get() + ")";
            default -> "(let v = " + inner.get() + "; [v, " + inner.get() + "])";
        };
    }

    String noise(int most) {
        StringBuilder out = new StringBuilder();
        int count = random.nextInt(most);
        for (int i = 0; i < count; i++) {
            String piece =
                    switch (random.nextInt(4)) {
                        case 0 -> one(ATOMS);
                        case 1 -> one(OPERATORS);
                        default -> one(PIECES);
                    };
            out.append(piece).append(random.nextInt(3) == 0 ? " " : "");
        }
        return out.toString();
    }

    String template() {
        StringBuilder out = new StringBuilder();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            out.append(
                    switch (random.nextInt(6)) {
                        case 0 -> "{{" + one(ATOMS) + "}}";
                        case 1 -> "{{=" + expression(3) + " }}";
                        case 2 -> noise(5);
                        case 3 -> "{{inputs.parameters.{{item}}}}";
                        case 4 -> "{{ user." + random.nextInt(5) + " }}";
                        default -> " text ";
                    });
        }
        return out.toString();
    }
}
