package dev.skiff.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.skiff.port.service.OidcSettings;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.TokenVerifier;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signed tokens (RFC 7519, RFC 8725) of one issuer. What a token says of how it is to be verified is believed only where the
 * configuration leaves a choice: keys are the issuer's, never the token's own ({@code jwk}, {@code jku}, {@code x5u}).
 */
public final class OidcVerifier implements TokenVerifier {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 16 * 1024;
    /** Nothing between the letters: a decoder that skips what it does not know would take many texts for one token. */
    private static final Pattern SIGNED = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*");
    /** ID and access tokens; what else an issuer signs, to end a session for example, lets nobody in (RFC 8725, 3.11). */
    private static final Set<String> TYPES = Set.of("", "jwt", "at+jwt");

    private final OidcSettings settings;
    private final InstantSource clock;
    private final IssuerHttp http;
    private final IssuerKeys keys;
    private final Users users;

    /**
     * Asks the issuer for nothing yet.
     *
     * @throws ServiceException INVALID when the file of authorities cannot be read
     */
    public OidcVerifier(OidcSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.http = new IssuerHttp(settings.authorities());
        this.keys = new IssuerKeys(settings.issuer(), http, clock);
        this.users = new Users(settings);
    }

    @Override
    public String whose() {
        return "the issuer " + settings.issuer();
    }

    @Override
    public boolean concerns(String token) {
        return part(token, 1).path("iss").asText("").equals(settings.issuer().toString());
    }

    /** What one of the first two parts says; nothing when the token is none. */
    private static JsonNode part(String token, int number) {
        if (token.length() > LONGEST || !SIGNED.matcher(token).matches()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[number]));
        } catch (IOException | IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public Verified verify(String token) {
        JsonNode header = part(token, 0);
        if (!header.isObject() || !part(token, 1).isObject()) {
            throw refused(
                    "is none that " + whose() + " signs (a JWT in three parts, of at most " + LONGEST + " bytes)");
        }
        // before anybody is asked for keys
        if (!concerns(token)) {
            throw refused("is of another issuer than " + settings.issuer());
        }
        if (!settings.algorithms().contains(header.path("alg").asText(""))) {
            throw refused("is not signed by " + String.join(", ", settings.algorithms())
                    + ", which is all that is taken here (--oidc-signing-algs)");
        }
        String type = header.path("typ").asText("").toLowerCase(Locale.ROOT);
        if (!TYPES.contains(type.replaceFirst("^application/", "")) || header.has("cty")) {
            throw refused("is not of a kind that lets somebody in: its header has another typ, or a cty");
        }
        return users.of(claims(token, keys.with(kid(header))));
    }

    private static @Nullable String kid(JsonNode header) {
        return header.path("kid").isTextual() ? header.path("kid").asText() : null;
    }

    private JwtClaims claims(String token, List<JsonWebKey> published) {
        JwksVerificationKeyResolver resolver = new JwksVerificationKeyResolver(published);
        resolver.setDisambiguateWithVerifySignature(true);
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT, settings.algorithms().toArray(String[]::new))
                .setVerificationKeyResolver(resolver)
                .setExpectedIssuer(settings.issuer().toString())
                .setExpectedAudience(settings.clientIds().toArray(String[]::new))
                .setRequireExpirationTime()
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .setAllowedClockSkewInSeconds((int) settings.clockSkew().toSeconds())
                .build();
        try {
            return consumer.processToClaims(token);
        } catch (InvalidJwtException e) {
            throw refused(why(e));
        }
    }

    /** Not in the library's words, which repeat the token. */
    private static String why(InvalidJwtException e) {
        List<Integer> codes = e.getErrorDetails().stream()
                .map(detail -> detail.getErrorCode())
                .toList();
        if (codes.contains(ErrorCodes.SIGNATURE_INVALID)) {
            return "has a signature that is not the issuer's";
        }
        if (codes.contains(ErrorCodes.EXPIRED)) {
            return "has expired";
        }
        if (codes.contains(ErrorCodes.EXPIRATION_MISSING)) {
            return "would never expire: it has no claim exp";
        }
        if (codes.contains(ErrorCodes.NOT_YET_VALID)) {
            return "is not valid yet; compare the clocks";
        }
        if (codes.contains(ErrorCodes.AUDIENCE_INVALID) || codes.contains(ErrorCodes.AUDIENCE_MISSING)) {
            return "is for others: its audience is not what --oidc-client-id says";
        }
        return "cannot be verified with the issuer's keys, or its claims are not what they should be";
    }

    private static ServiceException refused(String why) {
        return new ServiceException(Why.UNAUTHENTICATED, "the token " + why);
    }

    @Override
    public void close() {
        http.close();
    }
}
