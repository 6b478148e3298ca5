package dev.skiff.port.service;

import java.util.List;

/** Knows who a token is of, because somebody who is trusted has signed it. Methods may block. */
public interface TokenVerifier extends AutoCloseable {

    /**
     * Somebody who is known now.
     *
     * @param issuer who says so
     * @param user the name by which rights are given: printable ASCII, no space at either end
     * @param groups likewise
     * @param name for people; empty when the token does not say it
     * @param email likewise
     * @param preferred how the user likes to be called, {@code preferred_username}; likewise
     */
    record Verified(String issuer, String user, List<String> groups, String name, String email, String preferred) {
        public Verified {
            groups = List.copyOf(groups);
        }
    }

    /** Whose tokens are taken, for people: {@code the issuer https://id.example.org}. */
    String whose();

    /** Whether the token says that it is of this verifier's issuer. Nothing is verified: it only says whom to ask. */
    boolean concerns(String token);

    /**
     * Verifies a token.
     *
     * @throws ServiceException UNAUTHENTICATED when it is not valid, FORBIDDEN when nobody may act as whom it names, UNAVAILABLE when the
     *     issuer's keys cannot be had; the message says why, and repeats nothing of the token
     */
    Verified verify(String token);

    @Override
    void close();
}
