package dev.skiff.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.OidcSettings;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an issuer publishes (OpenID Connect Discovery 1.0). They are read again after {@link #FRESH}, so that a key that was
 * withdrawn is trusted no longer, and when a token names another one; while the issuer is away they serve for {@link #USABLE}. It is asked
 * once in {@link #PAUSE}, however many tokens there are.
 */
final class IssuerKeys {
    static final Duration FRESH = Duration.ofMinutes(5);
    static final Duration USABLE = Duration.ofHours(1);
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger("dev.skiff.oidc");

    private final URI issuer;
    private final IssuerHttp http;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Known known;
    private volatile @Nullable Instant asked;
    /** Why the issuer gave no keys when it was asked last; empty when it did. */
    private volatile String trouble = "";

    private record Known(List<JsonWebKey> keys, Instant at) {

        /** @param kid null for a token that names none: any of them may be it */
        boolean has(@Nullable String kid) {
            return kid == null || keys.stream().anyMatch(key -> kid.equals(key.getKeyId()));
        }
    }

    IssuerKeys(URI issuer, IssuerHttp http, InstantSource clock) {
        this.issuer = issuer;
        this.http = http;
        this.clock = clock;
    }

    /**
     * All of them.
     *
     * @param kid which the token names; null for none
     * @throws ServiceException UNAVAILABLE when they cannot be had, UNAUTHENTICATED when that key is not among them
     */
    List<JsonWebKey> with(@Nullable String kid) {
        Instant now = clock.instant();
        Known have = known;
        if (have == null || !have.has(kid) || !isYounger(have, USABLE, now)) {
            asking.lock();
            try {
                askUnlessJust(now);
            } finally {
                asking.unlock();
            }
        } else if (!isYounger(have, FRESH, now) && asking.tryLock()) {
            try {
                askUnlessJust(now);
            } finally {
                asking.unlock();
            }
        }
        Known found = known;
        if (found == null || !isYounger(found, USABLE, now) || !found.has(kid) && !trouble.isEmpty()) {
            throw new ServiceException(Why.UNAVAILABLE, sentence());
        }
        if (!found.has(kid)) {
            throw new ServiceException(
                    Why.UNAUTHENTICATED,
                    "the token is signed with a key that the issuer " + issuer + " does not publish");
        }
        return found.keys();
    }

    private static boolean isYounger(Known known, Duration age, Instant now) {
        return known.at().plus(age).isAfter(now);
    }

    /** With the lock: whoever waited for it finds what another has asked. */
    private void askUnlessJust(Instant now) {
        Instant last = asked;
        // a clock that was set back waits for nothing
        if (last == null || !last.plus(PAUSE).isAfter(now) || last.isAfter(now)) {
            ask(now);
        }
    }

    private void ask(Instant now) {
        try {
            known = new Known(read(), now);
            if (!trouble.isEmpty()) {
                LOG.log(System.Logger.Level.INFO, () -> "the issuer " + issuer + " gives its keys again");
            }
            trouble = "";
        } catch (IOException e) {
            boolean isNew = trouble.isEmpty();
            trouble = String.valueOf(e.getMessage());
            if (isNew) {
                LOG.log(System.Logger.Level.WARNING, sentence());
            }
        } finally {
            asked = now;
        }
    }

    private String sentence() {
        return "the keys of the issuer " + issuer + " cannot be had: " + trouble
                + "; no token of it is taken until it answers";
    }

    private List<JsonWebKey> read() throws IOException {
        URI discovery = URI.create(issuer.toString().replaceFirst("/+$", "") + "/.well-known/openid-configuration");
        JsonNode document = http.json(discovery);
        if (!document.path("issuer").asText("").equals(issuer.toString())) {
            throw new IOException(
                    "at " + discovery + " there is the document of another issuer: compare each character");
        }
        String place = document.path("jwks_uri").asText("");
        URI keys;
        try {
            keys = URI.create(place);
        } catch (IllegalArgumentException e) {
            throw new IOException("its jwks_uri is no URL", e);
        }
        if (!OidcSettings.isSafe(keys)) {
            throw new IOException("its jwks_uri is no https URL");
        }
        List<JsonWebKey> found;
        try {
            found = new JsonWebKeySet(http.text(keys)).getJsonWebKeys();
        } catch (JoseException | RuntimeException e) {
            throw new IOException("what lies at its jwks_uri is no set of keys", e);
        }
        List<JsonWebKey> signing = found.stream()
                .filter(key -> key.getUse() == null || key.getUse().equals("sig"))
                .filter(key ->
                        key.getKeyType().equals("RSA") || key.getKeyType().equals("EC"))
                .toList();
        if (signing.isEmpty()) {
            throw new IOException("it publishes no key that signs");
        }
        return signing;
    }
}
