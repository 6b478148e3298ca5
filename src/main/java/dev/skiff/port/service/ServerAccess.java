package dev.skiff.port.service;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is that speaks Argo Server's REST API, and how it is spoken to.
 *
 * @param url {@code http} or {@code https}, with a path when the API is below one: {@code https://argo.example.org/argo}
 * @param token a bearer token, or a whole value of the header {@code Authorization}; empty for none. It is in no text of this value.
 * @param renewed the token as it is now, for a server that has another one after each restart; null when it is always the same
 * @param insecure whether any certificate is taken
 * @param authorities PEM file with the authorities that are trusted; null for those of the machine
 * @param headers further ones, {@code Name: value}
 * @param timeout for an answer to begin; streams have none
 */
public record ServerAccess(
        URI url,
        String token,
        @Nullable Supplier<String> renewed,
        boolean insecure,
        @Nullable Path authorities,
        List<String> headers,
        Duration timeout) {
    /** When nobody says otherwise. */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    public ServerAccess {
        headers = List.copyOf(headers);
    }

    @Override
    public String toString() {
        return "ServerAccess[" + url + "]";
    }
}
