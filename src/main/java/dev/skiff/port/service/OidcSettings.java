package dev.skiff.port.service;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens are taken and whom they stand for, as with {@code kube-apiserver --oidc-…}.
 *
 * @param issuer as tokens name it; {@code https}, or {@code http} on this machine
 * @param clientIds of which a token has to name one as its audience
 * @param usernameClaim whose value is the user's name
 * @param usernamePrefix before the name; null for the usual one ({@link #prefix}); {@code -} for none
 * @param groupsClaim a text or a list of texts; empty: users have no groups
 * @param groupsPrefix before each group
 * @param requiredClaims that a token has to have with just this value
 * @param algorithms that tokens may be signed by; all of them with a key pair
 * @param clockSkew by how much the issuer's clock may differ
 * @param authorities PEM file with those that are trusted for the issuer; null for those of the machine
 */
public record OidcSettings(
        URI issuer,
        List<String> clientIds,
        String usernameClaim,
        @Nullable String usernamePrefix,
        String groupsClaim,
        String groupsPrefix,
        Map<String, String> requiredClaims,
        List<String> algorithms,
        Duration clockSkew,
        @Nullable Path authorities) {
    /** Those of a key pair: what signs by a shared secret or not at all is never taken. */
    public static final List<String> ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512");

    /** As kube-apiserver. */
    public static final String USERNAME_CLAIM = "sub";

    public static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
    /** What belongs to the cluster itself: {@code system:masters} may do everything. */
    public static final String RESERVED = "system:";

    private static final Duration MOST_SKEW = Duration.ofMinutes(5);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String NO_PREFIX = "-";

    /** @throws IllegalArgumentException with a sentence that says what cannot be */
    public OidcSettings {
        clientIds = List.copyOf(clientIds);
        requiredClaims = Map.copyOf(requiredClaims);
        algorithms = List.copyOf(algorithms);
        if (!isSafe(issuer) || issuer.getRawQuery() != null || issuer.getRawFragment() != null) {
            throw new IllegalArgumentException("the issuer " + issuer
                    + " is no https URL without query and fragment; http is for an issuer on this machine");
        }
        if (clientIds.isEmpty() || clientIds.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "say for which client ids tokens are made: any other service of the issuer's could use its tokens here else");
        }
        if (algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
            Set<String> others = new TreeSet<>(algorithms);
            others.removeAll(ALGORITHMS);
            throw new IllegalArgumentException("tokens cannot be signed by " + String.join(", ", others) + ": "
                    + String.join(", ", ALGORITHMS)
                    + " are there; none and HS… are not, because whoever can verify those can make them");
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(MOST_SKEW) > 0) {
            throw new IllegalArgumentException("clocks may differ by up to 5 minutes, and not by " + clockSkew);
        }
        if (usernameClaim.isBlank()) {
            throw new IllegalArgumentException("the claim with the user's name has to have a name");
        }
        for (String prefix : new String[] {usernamePrefix == null ? "" : usernamePrefix, groupsPrefix}) {
            if (prefix.startsWith(RESERVED)) {
                throw new IllegalArgumentException("names that begin with " + RESERVED
                        + " are the cluster's own: the prefix '" + prefix + "' would let the issuer name them");
            }
        }
    }

    /** What is before a user's name: by default the issuer and {@code #}, and nothing before an email address, as with kube-apiserver. */
    public String prefix() {
        if (usernamePrefix == null) {
            return usernameClaim.equals("email") ? "" : issuer + "#";
        }
        return usernamePrefix.equals(NO_PREFIX) ? "" : usernamePrefix;
    }

    /** Whether what lies at a URL can be changed by nobody on the way. */
    public static boolean isSafe(URI url) {
        String host = url.getHost();
        return host != null
                && url.getRawUserInfo() == null
                && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()) && THIS_MACHINE.contains(host));
    }
}
