package dev.skiff.cli;

import dev.skiff.port.Serving;
import dev.skiff.port.service.AuthMode;
import dev.skiff.port.service.OidcSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How {@code skiff serve} knows who asks. The modes are Argo's, what OpenID Connect needs has the names of kube-apiserver's options. */
final class AuthOptions {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--auth-mode",
            paramLabel = "MODE",
            split = ",",
            description = {
                "How it is known who asks, one or several of:",
                "client: by a bearer token of the cluster's, which the API server judges (the default for a cluster);",
                "oidc: by a bearer token of --oidc-issuer-url, as whose user the API server is asked;",
                "server: not at all: who has no token acts with the server's own rights."
            })
    List<String> modes = List.of();

    @Option(
            names = "--oidc-issuer-url",
            paramLabel = "URL",
            description = "Whose tokens mode oidc takes, as their claim iss has it.")
    String issuer = "";

    @Option(
            names = "--oidc-client-id",
            paramLabel = "ID",
            split = ",",
            description = "One that tokens have to name as their audience; may be given several times.")
    List<String> clientIds = List.of();

    @Option(names = "--oidc-username-claim", paramLabel = "CLAIM", description = "What names the user; by default sub.")
    String usernameClaim = OidcSettings.USERNAME_CLAIM;

    @Option(
            names = "--oidc-username-prefix",
            paramLabel = "PREFIX",
            description = "Before the name; by default the issuer and '#', nothing for the claim email; - for nothing.")
    @Nullable
    String usernamePrefix;

    @Option(
            names = "--oidc-groups-claim",
            paramLabel = "CLAIM",
            description = "What names the user's groups; without it users have none.")
    String groupsClaim = "";

    @Option(names = "--oidc-groups-prefix", paramLabel = "PREFIX", description = "Before each group.")
    String groupsPrefix = "";

    @Option(
            names = "--oidc-required-claim",
            paramLabel = "CLAIM=VALUE",
            description = "What a token has to say to be taken at all; may be given several times.")
    Map<String, String> requiredClaims = Map.of();

    @Option(
            names = "--oidc-signing-algs",
            paramLabel = "ALG",
            split = ",",
            description = "What tokens may be signed by; by default RS256.")
    List<String> algorithms = List.of("RS256");

    @Option(
            names = "--oidc-ca-file",
            paramLabel = "FILE",
            description = "PEM of the authorities that are trusted for the issuer; by default those of the machine.")
    @Nullable
    Path authorities;

    @Option(
            names = "--oidc-clock-skew",
            paramLabel = "DURATION",
            description = "By how much the issuer's clock may differ; by default 10s.")
    @Nullable
    String clockSkew;

    /** @param inCluster whether a cluster is served, which judges tokens; else there is one token, or mode oidc */
    Serving.Auth auth(boolean inCluster) {
        Set<AuthMode> chosen = EnumSet.noneOf(AuthMode.class);
        for (String mode : modes) {
            chosen.add(mode(mode.strip(), inCluster));
        }
        if (chosen.isEmpty() && inCluster) {
            chosen.add(AuthMode.CLIENT);
        }
        boolean oidc = chosen.contains(AuthMode.OIDC);
        if (!oidc && !issuer.isEmpty()) {
            throw wrong("--oidc-issuer-url is for --auth-mode oidc, which is not given");
        }
        return new Serving.Auth(chosen, oidc ? settings() : null);
    }

    /** Whose tokens are taken, for people. */
    static String sentence(Serving.Auth auth) {
        List<String> sources = new ArrayList<>();
        if (auth.modes().contains(AuthMode.CLIENT)) {
            sources.add("the cluster's");
        }
        OidcSettings oidc = auth.oidc();
        if (oidc != null) {
            sources.add("those of " + oidc.issuer());
        }
        String without = auth.modes().contains(AuthMode.SERVER) ? "who has none acts with the server's rights" : "";
        String tokens = sources.isEmpty() ? "" : "bearer tokens are " + String.join(" and ", sources);
        return tokens + (tokens.isEmpty() || without.isEmpty() ? "" : "; ") + without;
    }

    private AuthMode mode(String name, boolean inCluster) {
        AuthMode mode =
                switch (name) {
                    case "client" -> AuthMode.CLIENT;
                    case "server" -> AuthMode.SERVER;
                    case "oidc" -> AuthMode.OIDC;
                    case "sso" ->
                        throw wrong("--auth-mode sso: there is no page here to sign in at, and no session of a browser."
                                + " --auth-mode oidc takes the issuer's tokens from the header 'Authorization: Bearer"
                                + " TOKEN'; how a client gets one is between it and the issuer");
                    default -> throw wrong("--auth-mode is client, server or oidc, not '" + name + "'");
                };
        if (!inCluster && mode != AuthMode.OIDC) {
            throw wrong(
                    "--auth-mode " + name + " is for --on kubernetes: on this machine whoever has the server's token"
                            + " may ask, or with --auth-mode oidc whoever has one of the issuer's");
        }
        return mode;
    }

    private OidcSettings settings() {
        if (issuer.isEmpty() || clientIds.isEmpty()) {
            throw wrong("--auth-mode oidc needs --oidc-issuer-url and --oidc-client-id");
        }
        try {
            return new OidcSettings(
                    new URI(issuer),
                    clientIds,
                    usernameClaim,
                    usernamePrefix,
                    groupsClaim,
                    groupsPrefix,
                    requiredClaims,
                    algorithms,
                    skew(),
                    authorities);
        } catch (IllegalArgumentException | URISyntaxException e) {
            throw wrong("--auth-mode oidc: " + e.getMessage());
        }
    }

    private Duration skew() {
        return clockSkew == null ? OidcSettings.CLOCK_SKEW : Spans.parse(clockSkew, "--oidc-clock-skew", this::wrong);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
