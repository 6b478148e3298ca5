package dev.skiff.expr;

/** A value that is too deep or too large to be written or compared, such as a list that doubles itself sixty times. */
final class TooComplexException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    TooComplexException(String message) {
        super(message);
    }
}
