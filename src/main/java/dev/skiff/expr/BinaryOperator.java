package dev.skiff.expr;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The binary operators of expr-lang 1.17 with their binding strength. */
public enum BinaryOperator {
    OR("||", 10),
    AND("&&", 15),
    EQUAL("==", 20),
    NOT_EQUAL("!=", 20),
    LESS("<", 20),
    GREATER(">", 20),
    GREATER_OR_EQUAL(">=", 20),
    LESS_OR_EQUAL("<=", 20),
    IN("in", 20),
    MATCHES("matches", 20),
    CONTAINS("contains", 20),
    STARTS_WITH("startsWith", 20),
    ENDS_WITH("endsWith", 20),
    RANGE("..", 25),
    ADD("+", 30),
    SUBTRACT("-", 30),
    MULTIPLY("*", 60),
    DIVIDE("/", 60),
    MODULO("%", 60),
    POWER("**", 100),
    COALESCE("??", 500);

    private static final Map<String, BinaryOperator> BY_SYMBOL = bySymbol();

    private final String symbol;
    private final int precedence;

    BinaryOperator(String symbol, int precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    public String symbol() {
        return symbol;
    }

    int precedence() {
        return precedence;
    }

    boolean rightAssociative() {
        return this == POWER;
    }

    /** {@code a < b < c} means {@code a < b && b < c}. */
    boolean chains() {
        return switch (this) {
            case LESS, GREATER, LESS_OR_EQUAL, GREATER_OR_EQUAL -> true;
            case OR, AND, EQUAL, NOT_EQUAL, IN, MATCHES, CONTAINS, STARTS_WITH, ENDS_WITH -> false;
            case RANGE, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER, COALESCE -> false;
        };
    }

    /** May follow {@code not}, as in {@code a not in b}. */
    boolean negatable() {
        return switch (this) {
            case IN, MATCHES, CONTAINS, STARTS_WITH, ENDS_WITH -> true;
            case OR, AND, EQUAL, NOT_EQUAL, LESS, GREATER, LESS_OR_EQUAL, GREATER_OR_EQUAL -> false;
            case RANGE, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER, COALESCE -> false;
        };
    }

    static @Nullable BinaryOperator of(String symbol) {
        return BY_SYMBOL.get(symbol);
    }

    private static Map<String, BinaryOperator> bySymbol() {
        Map<String, BinaryOperator> all = new HashMap<>();
        for (BinaryOperator operator : values()) {
            all.put(operator.symbol, operator);
        }
        all.put("or", OR);
        all.put("and", AND);
        all.put("^", POWER);
        return Map.copyOf(all);
    }
}
