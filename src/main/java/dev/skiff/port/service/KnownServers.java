package dev.skiff.port.service;

import java.util.Optional;

/** The servers that this user runs on this machine, so that the user's other commands need not be told their tokens. */
public interface KnownServers {

    /** @param url such as {@code http://127.0.0.1:2746} */
    void remember(String url, String token);

    void forget(String url);

    /** Empty when no server of this user was there, or it could not be read. */
    Optional<String> token(String url);
}
