package dev.skiff.expr;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** sprig's functions on numbers; arguments are read forgivingly as int64 or float64. */
final class SprigNumbers {

    /** Digits after the point of a quotient, as in sprig's decimal library. */
    private static final int DIVISION_DIGITS = 16;

    static final List<Function> TABLE = List.of(
            Function.of("sprig.int", 1, args -> SprigValues.toInt(args.value(0))),
            Function.of("sprig.int64", 1, args -> SprigValues.toInt(args.value(0))),
            Function.of("sprig.float64", 1, args -> SprigValues.toFloat(args.value(0))),
            Function.of("sprig.atoi", 1, args -> SprigValues.atoi(args.string(0))),
            Function.of("sprig.add", 0, Function.ANY, args -> fold(args, 0, Long::sum)),
            Function.of("sprig.add1", 1, args -> SprigValues.toInt(args.value(0)) + 1),
            Function.of("sprig.sub", 2, args -> SprigValues.toInt(args.value(0)) - SprigValues.toInt(args.value(1))),
            Function.of("sprig.mul", 1, Function.ANY, args -> fold(args, 1, (a, b) -> a * b)),
            Function.of("sprig.div", 2, args -> SprigValues.toInt(args.value(0)) / divisor(args)),
            Function.of("sprig.mod", 2, args -> SprigValues.toInt(args.value(0)) % divisor(args)),
            Function.of("sprig.max", 1, Function.ANY, args -> fold(args, Long.MIN_VALUE, Math::max)),
            Function.of("sprig.biggest", 1, Function.ANY, args -> fold(args, Long.MIN_VALUE, Math::max)),
            Function.of("sprig.min", 1, Function.ANY, args -> fold(args, Long.MAX_VALUE, Math::min)),
            Function.of("sprig.maxf", 1, Function.ANY, args -> foldFloats(args, Math::max)),
            Function.of("sprig.minf", 1, Function.ANY, args -> foldFloats(args, Math::min)),
            Function.of("sprig.addf", 1, Function.ANY, args -> decimals(args, BigDecimal::add)),
            Function.of(
                    "sprig.add1f",
                    1,
                    args -> decimal(args, 0).add(BigDecimal.ONE).doubleValue()),
            Function.of("sprig.subf", 1, Function.ANY, args -> decimals(args, BigDecimal::subtract)),
            Function.of("sprig.mulf", 1, Function.ANY, args -> decimals(args, BigDecimal::multiply)),
            Function.of("sprig.divf", 1, Function.ANY, SprigNumbers::divide),
            Function.of("sprig.toDecimal", 1, args -> octal(SprigValues.toText(args.value(0)))),
            Function.of("sprig.ceil", 1, args -> Math.ceil(SprigValues.toFloat(args.value(0)))),
            Function.of("sprig.floor", 1, args -> Math.floor(SprigValues.toFloat(args.value(0)))),
            Function.of("sprig.round", 2, 3, SprigNumbers::round),
            Function.of("sprig.until", 1, args -> until(args, 0, args.integer(0), args.integer(0) < 0 ? -1 : 1)),
            Function.of("sprig.untilStep", 3, args -> until(args, args.integer(0), args.integer(1), args.integer(2))),
            Function.of("sprig.seq", 0, 3, SprigNumbers::sequence));

    private SprigNumbers() {}

    private static long fold(Arguments args, long start, LongBinaryOperator operator) {
        long result = start;
        for (Object value : args.all()) {
            result = operator.applyAsLong(result, SprigValues.toInt(value));
        }
        return result;
    }

    private static double foldFloats(Arguments args, DoubleBinaryOperator operator) {
        double result = SprigValues.toFloat(args.value(0));
        for (int i = 1; i < args.size(); i++) {
            result = operator.applyAsDouble(result, SprigValues.toFloat(args.value(i)));
        }
        return result;
    }

    /** sprig counts with decimals so that 0.1 + 0.2 is 0.3. */
    private static BigDecimal decimal(Arguments args, int index) throws ExprException {
        double number = SprigValues.toFloat(args.value(index));
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw args.error("cannot create a Decimal from " + GoFormat.shortest(number));
        }
        return new BigDecimal(Double.toString(number));
    }

    private static double decimals(Arguments args, BinaryOperator<BigDecimal> operator) throws ExprException {
        BigDecimal result = args.size() == 0 ? BigDecimal.ZERO : decimal(args, 0);
        for (int i = 1; i < args.size(); i++) {
            args.spend(1 + result.precision());
            result = operator.apply(result, decimal(args, i));
        }
        return result.doubleValue();
    }

    private static double divide(Arguments args) throws ExprException {
        BigDecimal result = decimal(args, 0);
        for (int i = 1; i < args.size(); i++) {
            BigDecimal divisor = decimal(args, i);
            if (divisor.signum() == 0) {
                throw args.error("decimal division by 0");
            }
            result = result.divide(divisor, DIVISION_DIGITS, RoundingMode.HALF_UP);
        }
        return result.doubleValue();
    }

    /** A text of octal digits as a number, 0 when it is none. */
    private static long octal(String text) {
        try {
            return Long.parseLong(text, 8);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static long divisor(Arguments args) throws ExprException {
        long divisor = SprigValues.toInt(args.value(1));
        if (divisor == 0) {
            throw args.error("integer divide by zero");
        }
        return divisor;
    }

    /** Rounds up from the given fraction, one half unless said otherwise. */
    private static double round(Arguments args) throws ExprException {
        double value = SprigValues.toFloat(args.value(0));
        double on = args.size() > 2 ? args.number(2) : 0.5;
        double power = GoMath.pow(10, args.integer(1));
        double digit = power * value;
        double fraction = digit % 1;
        return (fraction >= on ? Math.ceil(digit) : Math.floor(digit)) / power;
    }

    private static List<? extends @Nullable Object> until(Arguments args, long start, long stop, long step)
            throws ExprException {
        List<Object> list = new ArrayList<>();
        if (step == 0 || step < 0 && stop >= start || step > 0 && stop <= start) {
            return list;
        }
        for (long i = start; step < 0 ? i > stop : i < stop; i += step) {
            list.add(i);
            if (list.size() > args.context().limits().listSize()) {
                break;
            }
        }
        return args.checked(list);
    }

    /** The numbers as one text, separated by spaces. */
    private static String sequence(Arguments args) throws ExprException {
        if (args.size() == 0) {
            return "";
        }
        long first = args.size() == 1 ? 1 : args.integer(0);
        long last = args.integer(args.size() - 1);
        long step = args.size() == 3 ? args.integer(1) : last < first ? -1 : 1;
        StringBuilder out = new StringBuilder();
        for (Object number : until(args, first, last + Long.signum(step), step)) {
            out.append(out.isEmpty() ? "" : " ").append(number);
        }
        return args.checked(out.toString());
    }
}
