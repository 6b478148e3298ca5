package dev.skiff.oidc;

import dev.skiff.port.service.OidcSettings;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.TokenVerifier.Verified;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;

/** Whom the claims of a verified token stand for, by the rules of {@code kube-apiserver --oidc-…}. */
final class Users {
    /** A name becomes a header: what a server cuts off at its ends, or reads as another line, would make another name of it. */
    private static final Pattern CARRIED = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

    private static final int LONGEST = 1024;

    private final OidcSettings settings;

    Users(OidcSettings settings) {
        this.settings = settings;
    }

    /** @throws ServiceException UNAUTHENTICATED when a claim is missing, FORBIDDEN when nobody is let in by this name */
    Verified of(JwtClaims claims) {
        for (Map.Entry<String, String> required : settings.requiredClaims().entrySet()) {
            if (!required.getValue().equals(claims.getClaimValue(required.getKey()))) {
                throw new ServiceException(
                        Why.FORBIDDEN,
                        "the token has not the value of the claim " + required.getKey() + " that is required here");
            }
        }
        String user = checked("user", settings.prefix() + userName(claims));
        List<String> groups = new ArrayList<>();
        for (String group : groups(claims)) {
            groups.add(checked("group", settings.groupsPrefix() + group));
        }
        return new Verified(
                settings.issuer().toString(),
                user,
                groups,
                text(claims, "name"),
                text(claims, "email"),
                text(claims, "preferred_username"));
    }

    private String userName(JwtClaims claims) {
        String claim = settings.usernameClaim();
        String name = text(claims, claim);
        if (name.isEmpty()) {
            throw new ServiceException(
                    Why.UNAUTHENTICATED, "the token has no text as its claim " + claim + ", which names the user here");
        }
        // an address that anybody can claim for himself names nobody
        if (claim.equals("email")
                && claims.hasClaim("email_verified")
                && !Boolean.TRUE.equals(claims.getClaimValue("email_verified"))) {
            throw new ServiceException(
                    Why.UNAUTHENTICATED, "the issuer has not verified the email address of the token");
        }
        return name;
    }

    private List<String> groups(JwtClaims claims) {
        @Nullable Object value = settings.groupsClaim().isEmpty() ? null : claims.getClaimValue(settings.groupsClaim());
        List<String> groups = new ArrayList<>();
        switch (value) {
            case null -> {}
            case String one -> groups.add(one);
            case List<?> many
            when many.stream().allMatch(String.class::isInstance) -> many.forEach(one -> groups.add((String) one));
            default ->
                throw new ServiceException(
                        Why.UNAUTHENTICATED,
                        "the claim " + settings.groupsClaim() + " of the token is neither a text nor a list of texts");
        }
        groups.removeIf(String::isEmpty);
        return groups;
    }

    /** Names of the cluster's own are no issuer's to give: a group {@code system:masters} may do everything. */
    private static String checked(String what, String name) {
        if (name.startsWith(OidcSettings.RESERVED)) {
            throw new ServiceException(
                    Why.FORBIDDEN,
                    "the token names a " + what + " that begins with " + OidcSettings.RESERVED
                            + ": such names are the cluster's own, and no issuer's; with a prefix before its names"
                            + " (--oidc-username-prefix, --oidc-groups-prefix) they are others");
        }
        if (name.length() > LONGEST || !CARRIED.matcher(name).matches()) {
            throw new ServiceException(
                    Why.FORBIDDEN,
                    "the token names a " + what + " that cannot be passed on to the cluster: printable ASCII, no space"
                            + " at either end, at most " + LONGEST + " characters");
        }
        return name;
    }

    private static String text(JwtClaims claims, String name) {
        return claims.getClaimValue(name) instanceof String text ? text : "";
    }
}
