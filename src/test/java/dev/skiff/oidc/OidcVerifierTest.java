package dev.skiff.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skiff.port.service.OidcSettings;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.TokenVerifier.Verified;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which tokens let somebody in, and as whom. */
class OidcVerifierTest {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final FakeIssuer issuer = new FakeIssuer();
    private final AtomicReference<Instant> now = new AtomicReference<>(FakeIssuer.NOW);
    private final InstantSource clock = now::get;
    private OidcVerifier verifier = new OidcVerifier(issuer.settings(), clock);

    @AfterEach
    void close() {
        verifier.close();
        issuer.close();
    }

    private void use(OidcSettings settings) {
        verifier.close();
        verifier = new OidcVerifier(settings, clock);
    }

    private static NumericDate at(Instant instant) {
        return NumericDate.fromMilliseconds(instant.toEpochMilli());
    }

    private ServiceException refusal(String token) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, () -> verifier.verify(token));
        assertThat(refused).isNotNull();
        return refused;
    }

    private static String base64(String text) {
        return URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTokenOfTheIssuersLetsItsUserIn() {
        assertThat(verifier.verify(issuer.token(claims -> {
                    claims.setClaim("name", "Ann");
                    claims.setClaim("email", "ann@example.org");
                })))
                .isEqualTo(new Verified(issuer.url(), "ann", List.of(), "Ann", "ann@example.org", ""));
        String byCurve =
                FakeIssuer.signed(issuer.ec, "ES256", issuer.claims(c -> {}).toJson(), jws -> {});
        assertThat(verifier.verify(byCurve).user()).isEqualTo("ann");
        String severalAudiences = issuer.token(claims -> claims.setAudience("somebody", "other"));
        assertThat(verifier.verify(severalAudiences).user()).isEqualTo("ann");
        String access = FakeIssuer.signed(
                issuer.rsa, "RS256", issuer.claims(c -> {}).toJson(), jws -> jws.setHeader("typ", "at+jwt"));
        assertThat(verifier.verify(access).user()).isEqualTo("ann");
        String unnamedKey = FakeIssuer.signed(
                issuer.rsa,
                "RS256",
                issuer.claims(c -> {}).toJson(),
                jws -> jws.getHeaders().setStringHeaderValue("kid", null));
        assertThat(verifier.verify(unnamedKey).user()).isEqualTo("ann");
        assertThat(issuer.asked()).isEqualTo(1);
    }

    @Test
    void clocksMayDifferALittle() {
        assertThat(verifier.verify(issuer.token(c -> c.setExpirationTime(at(FakeIssuer.NOW.minusSeconds(5)))))
                        .user())
                .isEqualTo("ann");
        assertThat(verifier.verify(issuer.token(c -> c.setNotBefore(at(FakeIssuer.NOW.plusSeconds(5)))))
                        .user())
                .isEqualTo("ann");
    }

    private String with(Consumer<JwtClaims> change) {
        return issuer.token(change);
    }

    private String signed(PublicJsonWebKey key, String algorithm, Consumer<JsonWebSignature> change) {
        return FakeIssuer.signed(key, algorithm, issuer.claims(c -> {}).toJson(), change);
    }

    /** By a shared secret which is what everybody can read: the public key. */
    private String byPublicKeyAsSecret(byte[] secret) {
        return signed(issuer.rsa, "HS256", jws -> jws.setKey(new HmacKey(secret)));
    }

    private Map<String, String> bad() {
        String good = with(c -> {});
        String[] parts = good.split("\\.");
        String claims = issuer.claims(c -> {}).toJson();
        PublicJsonWebKey stranger = FakeIssuer.rsaKey("rsa-1");
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("alg none, no signature", base64("{\"alg\":\"none\"}") + "." + base64(claims) + ".");
        bad.put("alg None", base64("{\"alg\":\"None\",\"kid\":\"rsa-1\"}") + "." + base64(claims) + "." + parts[2]);
        bad.put("no alg", base64("{\"kid\":\"rsa-1\"}") + "." + base64(claims) + "." + parts[2]);
        bad.put(
                "HS256 with the public key",
                byPublicKeyAsSecret(issuer.rsa.getPublicKey().getEncoded()));
        bad.put(
                "HS256 with the public key as JSON",
                byPublicKeyAsSecret(
                        issuer.rsa.toJson(OutputControlLevel.PUBLIC_ONLY).getBytes(StandardCharsets.UTF_8)));
        bad.put("an algorithm that is not taken", signed(issuer.rsa, "RS512", jws -> {}));
        bad.put("an algorithm of another key", signed(issuer.ec, "ES256", jws -> jws.setKeyIdHeaderValue("rsa-1")));
        bad.put("another's key under this one's name", signed(stranger, "RS256", jws -> {}));
        bad.put("another's key that comes along", signed(stranger, "RS256", jws -> jws.setJwkHeader(stranger)));
        bad.put(
                "another's key from elsewhere",
                signed(stranger, "RS256", jws -> jws.setHeader("jku", issuer.url() + "/keys-of-others")));
        bad.put("unknown kid", signed(FakeIssuer.rsaKey("rsa-2"), "RS256", jws -> {}));
        bad.put("signature of another token", with(c -> c.setSubject("bob")).replaceFirst("\\.[^.]*$", "." + parts[2]));
        bad.put("no signature", parts[0] + "." + parts[1] + ".");
        bad.put("signature cut", good.substring(0, good.length() - 8));
        bad.put("other claims", parts[0] + "." + base64(claims.replace("ann", "root")) + "." + parts[2]);
        bad.put("a critical header", signed(issuer.rsa, "RS256", jws -> {
            jws.setHeader("crit", List.of("new"));
            jws.setHeader("new", "x");
        }));
        bad.put("another audience", with(c -> c.setAudience("somebody")));
        bad.put("no audience", with(c -> c.unsetClaim("aud")));
        bad.put("another issuer", with(c -> c.setIssuer("http://127.0.0.1:1")));
        bad.put("issuer with a slash", with(c -> c.setIssuer(issuer.url() + "/")));
        bad.put("no issuer", with(c -> c.unsetClaim("iss")));
        bad.put("expired", with(c -> c.setExpirationTime(at(FakeIssuer.NOW.minusSeconds(11)))));
        bad.put("never expires", with(c -> c.unsetClaim("exp")));
        bad.put("exp as text", with(c -> c.setClaim("exp", "tomorrow")));
        bad.put("not yet valid", with(c -> c.setNotBefore(at(FakeIssuer.NOW.plusSeconds(11)))));
        bad.put("no subject", with(c -> c.unsetClaim("sub")));
        bad.put("empty subject", with(c -> c.setSubject("")));
        bad.put("subject as number", with(c -> c.setClaim("sub", 7)));
        bad.put("to end a session", signed(issuer.rsa, "RS256", jws -> jws.setHeader("typ", "logout+jwt")));
        bad.put("nested", FakeIssuer.signed(issuer.rsa, "RS256", good, jws -> jws.setHeader("cty", "JWT")));
        bad.put("nested without saying so", FakeIssuer.signed(issuer.rsa, "RS256", good, jws -> {}));
        bad.put("claims that are a list", FakeIssuer.signed(issuer.rsa, "RS256", "[1]", jws -> {}));
        bad.put("encrypted", good + ".a.b");
        bad.put("huge", with(c -> c.setClaim("padding", "x".repeat(17_000))));
        bad.put("deep", base64("[".repeat(9000)) + ".e30.e30");
        bad.put("two parts", parts[0] + "." + parts[1]);
        bad.put("not base64", "a$b." + parts[1] + "." + parts[2]);
        bad.put("nothing", "");
        bad.put("dots", "..");
        bad.put("opaque", "ya29.opaque");
        return bad;
    }

    @Test
    void noOtherTokenDoes() {
        bad().forEach((what, token) -> {
            ServiceException refused = refusal(token);
            assertThat(refused.why()).as(what).isEqualTo(Why.UNAUTHENTICATED);
            assertThat(refused.getMessage()).as(what).startsWith("the ");
            if (token.length() > 20) {
                assertThat(refused.getMessage()).as(what).doesNotContain(token.substring(0, 20));
            }
        });
        assertThat(bad()).hasSizeGreaterThan(35);
        assertThat(issuer.asked()).as("unknown keys, within seconds").isEqualTo(1);
    }

    @Test
    void theSentenceSaysWhy() {
        Map<String, String> bad = bad();
        Map.of(
                        "expired", "the token has expired",
                        "another audience", "is for others",
                        "not yet valid", "not valid yet",
                        "alg none, no signature", "not signed by RS256, ES256",
                        "another issuer", "of another issuer than " + issuer.url(),
                        "other claims", "has a signature that is not the issuer's",
                        "unknown kid", "does not publish")
                .forEach((what, said) ->
                        assertThat(refusal(bad.get(what)).getMessage()).as(what).contains(said));
    }

    /** Seeded: whatever is changed of a token, it is the same claims or none. */
    @Test
    void aTokenThatWasChangedIsNone() {
        Random random = new Random(20261126);
        String good = with(c -> {});
        for (int i = 0; i < 400; i++) {
            StringBuilder changed = new StringBuilder(good);
            int at = random.nextInt(good.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.setCharAt(at, (char) (33 + random.nextInt(94)));
                case 1 -> changed.deleteCharAt(at);
                default -> changed.insert(at, (char) (33 + random.nextInt(94)));
            }
            String token = changed.toString();
            // the last letter of each part has bits that mean nothing
            boolean same = token.length() == good.length() && (at == good.length() - 1 || token.equals(good));
            if (!same) {
                assertThat(refusal(token).why()).as("%d: %s", i, token).isEqualTo(Why.UNAUTHENTICATED);
            }
        }
    }

    @Test
    void namesGetTheirPrefixes() {
        use(issuer.settings("oidc:", "groups", "oidc:"));
        Verified ann = verifier.verify(with(c -> c.setStringListClaim("groups", "team-a", "system:masters", "")));
        assertThat(ann.user()).isEqualTo("oidc:ann");
        assertThat(ann.groups()).containsExactly("oidc:team-a", "oidc:system:masters");
        assertThat(verifier.verify(with(c -> c.setClaim("groups", "alone"))).groups())
                .containsExactly("oidc:alone");
        assertThat(verifier.verify(with(c -> {})).groups()).isEmpty();
        assertThat(refusal(with(c -> c.setClaim("groups", List.of("a", 1)))).why())
                .isEqualTo(Why.UNAUTHENTICATED);
        assertThat(refusal(with(c -> c.setClaim("groups", Map.of("a", "b")))).why())
                .isEqualTo(Why.UNAUTHENTICATED);

        use(new OidcSettings(
                URI.create(issuer.url()),
                List.of("skiff"),
                "sub",
                null,
                "",
                "",
                Map.of(),
                List.of("RS256"),
                Duration.ZERO,
                null));
        assertThat(verifier.verify(with(c -> c.setClaim("groups", "ignored"))))
                .isEqualTo(new Verified(issuer.url(), issuer.url() + "#ann", List.of(), "", "", ""));
    }

    @Test
    void nobodyGetsANameOfTheClustersOwn() {
        use(issuer.settings("-", "groups", ""));
        for (String name : List.of("system:admin", "system:serviceaccount:kube-system:default", "system:")) {
            assertThat(refusal(with(c -> c.setSubject(name))).why()).as(name).isEqualTo(Why.FORBIDDEN);
        }
        ServiceException masters = refusal(with(c -> c.setStringListClaim("groups", "team-a", "system:masters")));
        assertThat(masters.why()).isEqualTo(Why.FORBIDDEN);
        assertThat(masters.getMessage()).contains("begins with system:", "--oidc-groups-prefix");
        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> issuer.settings("system:", "groups", "")))
                .hasMessageContaining("would let the issuer name them");
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class, () -> issuer.settings("-", "groups", "system:")))
                .isNotNull();
    }

    /** A name is a header: what it could become on the way must be what it was. */
    @Test
    void aNameThatAHeaderCannotCarryIsRefused() {
        use(issuer.settings("-", "groups", ""));
        for (String name : List.of(
                " system:admin",
                "ann ",
                "\tann",
                "a\r\nImpersonate-Group: system:masters",
                "a\u0000",
                "\u00e4nn",
                "a".repeat(1025))) {
            assertThat(refusal(with(c -> c.setSubject(name))).why()).as(name).isEqualTo(Why.FORBIDDEN);
            assertThat(refusal(with(c -> c.setStringListClaim("groups", name))).why())
                    .as(name)
                    .isEqualTo(Why.FORBIDDEN);
        }
        assertThat(verifier.verify(with(c -> c.setSubject("Ann of Example"))).user())
                .isEqualTo("Ann of Example");
    }

    @Test
    void anAddressHasToBeVerified() {
        use(new OidcSettings(
                URI.create(issuer.url()),
                List.of("skiff"),
                "email",
                null,
                "",
                "",
                Map.of(),
                List.of("RS256"),
                Duration.ZERO,
                null));
        Consumer<JwtClaims> address = c -> c.setClaim("email", "ann@example.org");
        assertThat(verifier.verify(with(address)).user()).isEqualTo("ann@example.org");
        assertThat(verifier.verify(with(address.andThen(c -> c.setClaim("email_verified", true))))
                        .user())
                .isEqualTo("ann@example.org");
        assertThat(refusal(with(address.andThen(c -> c.setClaim("email_verified", false))))
                        .why())
                .isEqualTo(Why.UNAUTHENTICATED);
        assertThat(refusal(with(address.andThen(c -> c.setClaim("email_verified", "true"))))
                        .why())
                .isEqualTo(Why.UNAUTHENTICATED);
    }

    @Test
    void aClaimMayBeRequired() {
        use(new OidcSettings(
                URI.create(issuer.url()),
                List.of("skiff"),
                "sub",
                "-",
                "",
                "",
                Map.of("hd", "example.org"),
                List.of("RS256"),
                Duration.ZERO,
                null));
        assertThat(verifier.verify(with(c -> c.setClaim("hd", "example.org"))).user())
                .isEqualTo("ann");
        assertThat(refusal(with(c -> c.setClaim("hd", "example.com"))).why()).isEqualTo(Why.FORBIDDEN);
        assertThat(refusal(with(c -> {})).getMessage()).contains("claim hd");
    }

    @Test
    void itKnowsWhichTokensAreTheIssuers() {
        assertThat(verifier.concerns(with(c -> {}))).isTrue();
        assertThat(verifier.concerns(with(c -> c.setIssuer("kubernetes/serviceaccount"))))
                .isFalse();
        assertThat(verifier.concerns("opaque")).isFalse();
        assertThat(verifier.concerns("..")).isFalse();
        assertThat(verifier.concerns("a.W10.c")).isFalse();
    }

    @Test
    void whatCannotBeConfigured() {
        Map<String, Runnable> wrong = Map.of(
                "no https", () -> settings("http://id.example.org", "RS256", "skiff"),
                "credentials", () -> settings("https://a:b@id.example.org", "RS256", "skiff"),
                "query", () -> settings("https://id.example.org?x=y", "RS256", "skiff"),
                "none", () -> settings("https://id.example.org", "none", "skiff"),
                "HS256", () -> settings("https://id.example.org", "HS256", "skiff"),
                "no client", () -> settings("https://id.example.org", "RS256", " "));
        wrong.forEach((what, make) -> assertThat(catchThrowableOfType(IllegalArgumentException.class, make::run))
                .as(what)
                .isNotNull());
        settings("https://id.example.org/realms/a", "PS512", "skiff");
    }

    private static void settings(String url, String algorithm, String client) {
        var unused = new OidcSettings(
                URI.create(url),
                List.of(client),
                "sub",
                null,
                "",
                "",
                Map.of(),
                List.of(algorithm),
                Duration.ZERO,
                null);
    }
}
