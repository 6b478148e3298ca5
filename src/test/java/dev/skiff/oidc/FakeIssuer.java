package dev.skiff.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skiff.port.service.OidcSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** An OpenID Connect issuer on loopback, with keys of its own; tests say what it publishes and what it signs. */
public final class FakeIssuer implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
    public static final String CLIENT = "skiff";

    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final HttpServer server;
    private final List<PublicJsonWebKey> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Duration pause = Duration.ZERO;
    private volatile int status = 200;
    private volatile String named = "";
    private volatile String keysAt = "";
    private volatile int padding;
    public final PublicJsonWebKey rsa = rsaKey("rsa-1");
    public final PublicJsonWebKey ec = ecKey("ec-1");

    public FakeIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.createContext(DISCOVERY, exchange -> {
            asked.incrementAndGet();
            answer(
                    exchange,
                    "{\"issuer\":\"" + (named.isEmpty() ? url() : named) + "\",\"jwks_uri\":\""
                            + (keysAt.isEmpty() ? url() + "/keys" : keysAt) + "\"}");
        });
        server.createContext(
                "/keys",
                exchange -> answer(exchange, new JsonWebKeySet(published).toJson(OutputControlLevel.PUBLIC_ONLY)));
        server.start();
        publish(rsa, ec);
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] body = (text + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    public static PublicJsonWebKey rsaKey(String kid) {
        try {
            PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(kid);
            return key;
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    public static PublicJsonWebKey ecKey(String kid) {
        try {
            PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(kid);
            return key;
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** These and no others. */
    public void publish(PublicJsonWebKey... keys) {
        published.clear();
        published.addAll(List.of(keys));
    }

    /** How often it was asked. */
    public int asked() {
        return asked.get();
    }

    public void answersWith(int other) {
        status = other;
    }

    public void waitsFor(Duration time) {
        pause = time;
    }

    public void calls(String itself) {
        named = itself;
    }

    public void hasKeysAt(String place) {
        keysAt = place;
    }

    public void padsBy(int spaces) {
        padding = spaces;
    }

    /** What a good token says; {@code change} makes it another. */
    public JwtClaims claims(Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setAudience(CLIENT);
        claims.setSubject("ann");
        claims.setIssuedAt(NumericDate.fromMilliseconds(NOW.minusSeconds(60).toEpochMilli()));
        claims.setExpirationTime(
                NumericDate.fromMilliseconds(NOW.plusSeconds(300).toEpochMilli()));
        change.accept(claims);
        return claims;
    }

    public String token(Consumer<JwtClaims> change) {
        return signed(rsa, "RS256", claims(change).toJson(), jws -> {});
    }

    public static String signed(
            PublicJsonWebKey key, String algorithm, String payload, Consumer<JsonWebSignature> change) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(payload);
        jws.setKey(key.getPrivateKey());
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setAlgorithmHeaderValue(algorithm);
        jws.setDoKeyValidation(false);
        change.accept(jws);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    public OidcSettings settings() {
        return settings("-", "", "");
    }

    public OidcSettings settings(String usernamePrefix, String groupsClaim, String groupsPrefix) {
        return new OidcSettings(
                URI.create(url()),
                List.of(CLIENT, "other"),
                "sub",
                usernamePrefix,
                groupsClaim,
                groupsPrefix,
                Map.of(),
                List.of("RS256", "ES256"),
                Duration.ofSeconds(10),
                null);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
