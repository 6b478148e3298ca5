package dev.skiff.spec.read;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted scalar means. Follows the YAML library of Kubernetes and Argo (sigs.k8s.io/yaml, which is go-yaml 2), not YAML 1.2: {@code
 * yes}, {@code no}, {@code on}, {@code off}, {@code y} and {@code n} are booleans and {@code 0644} is octal. Times stay texts.
 */
final class ScalarValues {

    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:(0[xX][0-9a-fA-F]+)|(0[bB][01]+)|(0[oO]?[0-7]+)|(0|[1-9][0-9]*))");
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final int LONGEST_NUMBER = 400;

    private ScalarValues() {}

    /** {@code String}, {@code Boolean}, {@code BigInteger}, finite {@code Double}, or null for null. */
    static @Nullable Object of(String text) {
        if (NULL.contains(text)) {
            return null;
        } else if (TRUE.contains(text)) {
            return Boolean.TRUE;
        } else if (FALSE.contains(text)) {
            return Boolean.FALSE;
        }
        char first = text.charAt(0);
        boolean mayBeNumber = (first >= '0' && first <= '9') || first == '+' || first == '-' || first == '.';
        return mayBeNumber && text.length() <= LONGEST_NUMBER ? numberOrText(text) : text;
    }

    private static Object numberOrText(String text) {
        String plain = text.charAt(0) == '.' ? text : text.replace("_", "");
        Optional<BigInteger> integer = integer(plain);
        if (integer.isPresent()) {
            return integer.get();
        }
        if (FLOAT.matcher(plain).matches()) {
            double number = Double.parseDouble(plain);
            return Double.isFinite(number) ? (Object) number : text;
        }
        return text;
    }

    private static Optional<BigInteger> integer(String plain) {
        var match = INTEGER.matcher(plain);
        if (!match.matches()) {
            return Optional.empty();
        }
        BigInteger magnitude;
        if (match.group(2) != null) {
            magnitude = new BigInteger(match.group(2).substring(2), 16);
        } else if (match.group(3) != null) {
            magnitude = new BigInteger(match.group(3).substring(2), 2);
        } else if (match.group(4) != null) {
            magnitude = new BigInteger(match.group(4).replaceFirst("[oO]", ""), 8);
        } else {
            magnitude = new BigInteger(match.group(5));
        }
        BigInteger value = match.group(1).equals("-") ? magnitude.negate() : magnitude;
        return value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0 ? Optional.empty() : Optional.of(value);
    }
}
