package dev.skiff.kubernetes.pods;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets of one attempt each. */
final class Tokens {
    private static final int BYTES = 24;

    private Tokens() {}

    static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
