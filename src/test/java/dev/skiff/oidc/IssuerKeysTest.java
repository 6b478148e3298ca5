package dev.skiff.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys come and go, and so does who publishes them. */
class IssuerKeysTest {
    private final FakeIssuer issuer = new FakeIssuer();
    private final AtomicReference<Instant> now = new AtomicReference<>(FakeIssuer.NOW);
    private final OidcVerifier verifier = new OidcVerifier(issuer.settings(), now::get);

    @AfterEach
    void close() {
        verifier.close();
        issuer.close();
    }

    private void pass(Duration time) {
        now.set(now.get().plus(time));
    }

    /** One that is valid now. */
    private String token(PublicJsonWebKey key) {
        return FakeIssuer.signed(
                key,
                "RS256",
                issuer.claims(c -> c.setExpirationTime(NumericDate.fromMilliseconds(
                                now.get().plusSeconds(60).toEpochMilli())))
                        .toJson(),
                jws -> {});
    }

    private String user(PublicJsonWebKey key) {
        return verifier.verify(token(key)).user();
    }

    private ServiceException refusal(PublicJsonWebKey key) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, () -> verifier.verify(token(key)));
        assertThat(refused).isNotNull();
        return refused;
    }

    @Test
    void aNewKeyIsAskedForWhenATokenNamesIt() {
        PublicJsonWebKey second = FakeIssuer.rsaKey("rsa-2");
        assertThat(user(issuer.rsa)).isEqualTo("ann");

        issuer.publish(issuer.rsa, second);
        assertThat(refusal(second).why()).as("asked a moment ago").isEqualTo(Why.UNAUTHENTICATED);
        assertThat(issuer.asked()).isEqualTo(1);

        pass(IssuerKeys.PAUSE);
        assertThat(user(second)).isEqualTo("ann");
        assertThat(issuer.asked()).isEqualTo(2);
    }

    @Test
    void aKeyThatWasWithdrawnIsTrustedNoLonger() {
        PublicJsonWebKey second = FakeIssuer.rsaKey("rsa-2");
        assertThat(user(issuer.rsa)).isEqualTo("ann");

        issuer.publish(second);
        assertThat(user(issuer.rsa)).isEqualTo("ann");
        pass(IssuerKeys.FRESH);
        assertThat(refusal(issuer.rsa).why()).isEqualTo(Why.UNAUTHENTICATED);
        assertThat(user(second)).isEqualTo("ann");
    }

    @Test
    void withoutTheIssuerNobodyIsLetIn() {
        issuer.answersWith(500);
        ServiceException away = refusal(issuer.rsa);
        assertThat(away.why()).isEqualTo(Why.UNAVAILABLE);
        assertThat(away.getMessage()).contains(issuer.url(), "status 500", "until it answers");

        assertThat(refusal(issuer.rsa).why()).isEqualTo(Why.UNAVAILABLE);
        assertThat(issuer.asked()).as("once, for both").isEqualTo(1);

        issuer.answersWith(200);
        pass(IssuerKeys.PAUSE);
        assertThat(user(issuer.rsa)).isEqualTo("ann");
    }

    @Test
    void whatIsKnownServesForAWhile() {
        assertThat(user(issuer.rsa)).isEqualTo("ann");
        issuer.close();

        pass(Duration.ofMinutes(59));
        assertThat(user(issuer.rsa)).isEqualTo("ann");
        ServiceException unknown = refusal(FakeIssuer.rsaKey("rsa-2"));
        assertThat(unknown.why()).as("it may be a new one").isEqualTo(Why.UNAVAILABLE);
        pass(Duration.ofMinutes(1));
        assertThat(refusal(issuer.rsa).why()).isEqualTo(Why.UNAVAILABLE);
    }

    @Test
    void aSlowIssuerIsNotWaitedFor() {
        issuer.waitsFor(Duration.ofSeconds(30));
        long begin = System.nanoTime();
        assertThat(refusal(issuer.rsa).getMessage()).contains("has not answered within 5 seconds");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void whatIsNoDocumentOfThisIssuerIsNotTaken() {
        issuer.padsBy(600_000);
        assertThat(refusal(issuer.rsa).why()).as("too large").isEqualTo(Why.UNAVAILABLE);
        issuer.padsBy(0);

        pass(IssuerKeys.PAUSE);
        issuer.calls("https://id.example.org");
        assertThat(refusal(issuer.rsa).getMessage()).contains("document of another issuer");
        issuer.calls("");

        pass(IssuerKeys.PAUSE);
        issuer.hasKeysAt("http://id.example.org/keys");
        assertThat(refusal(issuer.rsa).getMessage()).contains("jwks_uri is no https URL");
        issuer.hasKeysAt("file:///etc/passwd");
        pass(IssuerKeys.PAUSE);
        assertThat(refusal(issuer.rsa).getMessage()).contains("jwks_uri is no https URL");
        issuer.hasKeysAt("");

        pass(IssuerKeys.PAUSE);
        issuer.publish();
        assertThat(refusal(issuer.rsa).getMessage()).contains("publishes no key");

        pass(IssuerKeys.PAUSE);
        issuer.publish(issuer.rsa);
        assertThat(user(issuer.rsa)).isEqualTo("ann");
    }

    @Test
    void manyAtOnceAskOnce() {
        issuer.waitsFor(Duration.ofMillis(200));
        String token = token(issuer.rsa);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<String>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(CompletableFuture.supplyAsync(
                        () -> verifier.verify(token).user(), threads));
            }
            assertThat(all).allSatisfy(one -> assertThat(one.join()).isEqualTo("ann"));
        }
        assertThat(issuer.asked()).isEqualTo(1);
    }
}
