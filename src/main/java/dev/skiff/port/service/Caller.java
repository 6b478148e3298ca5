package dev.skiff.port.service;

/**
 * Who asks.
 *
 * @param token a bearer token; empty for none. It is in no text of this value.
 */
public record Caller(String token) {
    public static final Caller NOBODY = new Caller("");

    @Override
    public String toString() {
        return token.isEmpty() ? "Caller[nobody]" : "Caller[somebody]";
    }
}
