package dev.skiff.expr;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builtins of expr-lang on numbers. */
final class NumberFunctions {

    static final List<Function> TABLE = List.of(
            Function.of("max", 1, Function.ANY, args -> extreme(args, 1)),
            Function.of("min", 1, Function.ANY, args -> extreme(args, -1)),
            Function.of("mean", 1, Function.ANY, NumberFunctions::mean),
            Function.of("median", 1, Function.ANY, NumberFunctions::median),
            Function.of(
                    "abs",
                    1,
                    args -> args.value(0) instanceof Long number
                            ? (Object) Math.abs(number)
                            : Math.abs(args.number(0))),
            Function.of("ceil", 1, args -> Math.ceil(args.number(0))),
            Function.of("floor", 1, args -> Math.floor(args.number(0))),
            Function.of("round", 1, args -> round(args.number(0))),
            Function.of("bitand", 2, args -> bits(args, 0) & bits(args, 1)),
            Function.of("bitor", 2, args -> bits(args, 0) | bits(args, 1)),
            Function.of("bitxor", 2, args -> bits(args, 0) ^ bits(args, 1)),
            Function.of("bitnand", 2, args -> bits(args, 0) & ~bits(args, 1)),
            Function.of("bitnot", 1, args -> ~bits(args, 0)),
            Function.of("bitshl", 2, args -> shift(args) > 63 ? 0L : bits(args, 0) << shift(args)),
            Function.of("bitshr", 2, args -> bits(args, 0) >> Math.min(63, shift(args))),
            Function.of("bitushr", 2, args -> shift(args) > 63 ? 0L : bits(args, 0) >>> shift(args)));

    private NumberFunctions() {}

    /** Half away from zero, as Go's math.Round; Java's rounds half up. */
    static double round(double number) {
        double whole = number < 0 ? Math.ceil(number) : Math.floor(number);
        return Math.abs(number - whole) >= 0.5 ? whole + Math.signum(number) : whole;
    }

    private static long bits(Arguments args, int index) throws ExprException {
        if (args.value(index) instanceof Long number) {
            return number;
        }
        throw args.wrongType(index, "int");
    }

    private static long shift(Arguments args) throws ExprException {
        long count = bits(args, 1);
        if (count < 0) {
            throw args.error("invalid operation: negative shift count " + count);
        }
        return count;
    }

    /** The numbers among the arguments and in the lists among them. */
    private static List<Number> numbers(Arguments args) throws ExprException {
        List<Number> numbers = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            add(args, i, args.value(i), numbers, 0);
        }
        return numbers;
    }

    private static void add(Arguments args, int index, @Nullable Object value, List<Number> numbers, int depth)
            throws ExprException {
        args.spend(1);
        switch (value) {
            case Number number -> numbers.add(number);
            case List<?> list
            when depth < 100 -> {
                for (Object element : list) {
                    add(args, index, Values.of(element), numbers, depth + 1);
                }
            }
            case null, default -> throw args.wrongType(index, "number or array of numbers");
        }
    }

    private static @Nullable Object extreme(Arguments args, int sign) throws ExprException {
        List<Number> numbers = numbers(args);
        if (numbers.isEmpty()) {
            return null;
        }
        Number best = numbers.getFirst();
        for (Number number : numbers) {
            Integer order = Comparisons.order(number, best);
            if (order != null && order * sign > 0) {
                best = number;
            }
        }
        return best;
    }

    private static Object mean(Arguments args) throws ExprException {
        List<Number> numbers = numbers(args);
        double sum = 0;
        for (Number number : numbers) {
            sum += number.doubleValue();
        }
        return numbers.isEmpty() ? 0.0 : sum / numbers.size();
    }

    private static Object median(Arguments args) throws ExprException {
        double[] sorted =
                numbers(args).stream().mapToDouble(Number::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return 0.0;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
