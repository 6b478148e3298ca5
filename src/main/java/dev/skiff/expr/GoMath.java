package dev.skiff.expr;

/** Where Go's arithmetic differs from Java's in the last digit or at the edges. */
final class GoMath {

    private GoMath() {}

    /** Go's math.Pow: whole powers by repeated squaring, which is not always rounded as exactly as Java's. */
    static double pow(double x, double y) {
        if (y == 0 || x == 1 || y == 1 || x == 0 || Double.isNaN(x) || Double.isNaN(y)) {
            return x == 1 ? 1 : Math.pow(x, y);
        } else if (Double.isInfinite(x) || Double.isInfinite(y) || Math.abs(y) >= 0x1p63) {
            return x == -1 ? 1 : Math.pow(x, y);
        } else if (y == 0.5 || y == -0.5) {
            return y > 0 ? Math.sqrt(x) : 1 / Math.sqrt(x);
        }
        double whole = Math.floor(Math.abs(y));
        double fraction = Math.abs(y) - whole;
        if (fraction != 0 && x < 0) {
            return Double.NaN;
        }
        double result = 1;
        if (fraction != 0) {
            if (fraction > 0.5) {
                fraction--;
                whole++;
            }
            result = Math.exp(fraction * Math.log(x));
        }
        return powers(x, (long) whole, result, y < 0);
    }

    /** {@code start * x^n}, or one by it, with the exponent of two kept aside. */
    private static double powers(double x, long n, double start, boolean inverse) {
        double result = start;
        int exponent = 0;
        int e = Math.getExponent(x) + 1;
        double m = Math.scalb(x, -e);
        if (Math.abs(x) < Double.MIN_NORMAL) {
            int shift = 54;
            e = Math.getExponent(Math.scalb(x, shift)) + 1 - shift;
            m = Math.scalb(Math.scalb(x, shift), -e - shift);
        }
        for (long i = n; i != 0; i >>= 1) {
            if (e < -(1 << 12) || e > 1 << 12) {
                exponent += e;
                break;
            }
            if ((i & 1) == 1) {
                result *= m;
                exponent += e;
            }
            m *= m;
            e <<= 1;
            if (m < 0.5) {
                m += m;
                e--;
            }
        }
        return inverse ? Math.scalb(1 / result, -exponent) : Math.scalb(result, exponent);
    }

    /** A float as an int: what does not fit is the smallest int, as on the processors that controllers run on. */
    static long toLong(double number) {
        boolean fits = number >= -0x1p63 && number < 0x1p63;
        return fits ? (long) number : Long.MIN_VALUE;
    }

    /** A float as the bits of a uint64. */
    static long toUnsigned(double number) {
        return number >= 0x1p63 && number < 0x1p64 ? (long) (number - 0x1p63) ^ Long.MIN_VALUE : toLong(number);
    }

    /** The bits of a uint64 as a float. */
    static double ofUnsigned(long bits) {
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }
}
