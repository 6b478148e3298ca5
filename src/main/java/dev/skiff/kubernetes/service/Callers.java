package dev.skiff.kubernetes.service;

import dev.skiff.kubernetes.client.ActingAs;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.port.service.AuthMode;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.TokenVerifier;
import dev.skiff.port.service.TokenVerifier.Verified;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As whom a caller meets the API server. A token is never handed on by a client that has something to show itself: it would be taken for
 * this process.
 */
public final class Callers implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");
    private static final String NO_TOKEN = "what follows 'Bearer' in the header Authorization is no token";

    private final Set<AuthMode> modes;
    private final @Nullable KubeApi anonymous;
    private final @Nullable KubeApi own;
    private final @Nullable TokenVerifier verifier;

    /**
     * @param anonymous has no identity; for mode client
     * @param own this process's; for modes server and oidc
     * @param verifier for mode oidc
     */
    private Callers(
            Set<AuthMode> modes, @Nullable KubeApi anonymous, @Nullable KubeApi own, @Nullable TokenVerifier verifier) {
        this.modes = EnumSet.copyOf(modes);
        this.anonymous = anonymous;
        this.own = own;
        this.verifier = verifier;
    }

    /** Each by a token of the cluster's. @param anonymous has no identity; closed with this */
    public static Callers byToken(KubeApi anonymous) {
        return new Callers(EnumSet.of(AuthMode.CLIENT), anonymous, null, null);
    }

    /** All with the rights of this process. @param own closed with this */
    public static Callers asServer(KubeApi own) {
        return new Callers(EnumSet.of(AuthMode.SERVER), null, own, null);
    }

    /**
     * By several modes.
     *
     * @param anonymous has no identity; closed with this
     * @param own has this process's identity; closed with this
     * @param verifier null without {@link AuthMode#OIDC}; closed with this
     */
    public static Callers of(Set<AuthMode> modes, KubeApi anonymous, KubeApi own, @Nullable TokenVerifier verifier) {
        if (modes.contains(AuthMode.OIDC) != (verifier != null)) {
            throw new IllegalArgumentException("tokens are verified in mode oidc, and in no other");
        }
        return new Callers(modes, anonymous, own, verifier);
    }

    /**
     * A caller as the API server meets it.
     *
     * @param said what the caller's token says beside what the API server knows; {@link Said#NOTHING} without one
     */
    record Known(CallerApi api, Said said) {}

    /**
     * A token decides by which mode it is judged, and no other is tried when it is refused. Only who has none acts with the server's rights;
     * where nothing judges tokens, who has one does so, too, as with Argo's server.
     *
     * @throws ServiceException UNAUTHENTICATED and what {@link TokenVerifier#verify} throws
     */
    Known known(Caller caller) {
        String token = caller.token();
        boolean judges = anonymous != null && modes.contains(AuthMode.CLIENT) || verifier != null;
        if (modes.contains(AuthMode.SERVER) && (token.isEmpty() || !judges)) {
            return new Known(new CallerApi(Objects.requireNonNull(own), ActingAs.ITSELF), Said.NOTHING);
        }
        if (!TOKEN.matcher(token).matches()) {
            throw new ServiceException(Why.UNAUTHENTICATED, token.isEmpty() ? missing() : NO_TOKEN);
        }
        if (verifier != null && (!modes.contains(AuthMode.CLIENT) || verifier.concerns(token))) {
            Verified user = verifier.verify(token);
            ActingAs as = new ActingAs.User(user.user(), user.groups());
            return new Known(new CallerApi(Objects.requireNonNull(own), as), Said.by(user));
        }
        return new Known(new CallerApi(Objects.requireNonNull(anonymous), new ActingAs.Bearer(token)), Said.by(token));
    }

    private String missing() {
        List<String> sources = new ArrayList<>();
        if (modes.contains(AuthMode.CLIENT)) {
            sources.add("what 'kubectl create token NAME' prints");
        }
        if (verifier != null) {
            sources.add("one of " + verifier.whose());
        }
        return "say who you are: the header 'Authorization: Bearer TOKEN' is missing; a token is "
                + String.join(", or ", sources);
    }

    @Override
    public void close() {
        if (anonymous != null) {
            anonymous.close();
        }
        if (own != null) {
            own.close();
        }
        if (verifier != null) {
            verifier.close();
        }
    }
}
